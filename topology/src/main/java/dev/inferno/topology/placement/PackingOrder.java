package dev.inferno.topology.placement;

import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.Quantities;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which several requests share a ledger: what needs most devices in one place first, then cpu, memory, and
 * the id so that the order is total; what must stand by other pods comes after those. Source: first-fit decreasing.
 * Thread-safety: stateless.
 */
public final class PackingOrder {

    /** Largest replica first. */
    public static final Comparator<PlacementRequest> LARGEST_FIRST = Comparator.<PlacementRequest, Boolean>comparing(
                    request -> !request.shape().podAffinity().isEmpty())
            .thenComparingLong(
                    request -> -DeviceResources.devices(request.shape().requests()))
            .thenComparingLong(request -> -request.shape().requests().amount(Quantities.CPU))
            .thenComparingLong(request -> -request.shape().requests().amount(Quantities.MEMORY))
            .thenComparing(PlacementRequest::id);

    private PackingOrder() {}

    public static List<PlacementRequest> largestFirst(Collection<PlacementRequest> requests) {
        return requests.stream().sorted(LARGEST_FIRST).toList();
    }
}
