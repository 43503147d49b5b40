package dev.inferno.topology.placement;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Best fit for equal replicas.
 *
 * <p>Problem: grant as many replicas as possible and leave whole link islands open for replicas that need them. Method:
 * keep what runs; then fill nodes in order of their free devices, real nodes before promised ones, ties by name. A node
 * that is chosen has fewer free devices afterwards, so filling it up equals choosing anew for each replica; and as
 * replicas are equal, the number granted is the largest possible for what is kept. Replicas that rules about other pods
 * concern are placed one by one among the nodes that still admit them; one that may choose the domain the others must
 * follow to tries each. Source: best-fit bin packing. Complexity: O(nodes x (requested resources + expressions) + chosen x
 * log nodes); with such rules O(replicas x nodes x rules), times the domains to choose from. Units: see {@link
 * dev.inferno.topology.ResourceVector}. Thread-safety: stateless; the ledger is the caller's.
 */
final class BestFitPlacer implements Placer {

    @Override
    public PlacementResult place(PlacementRequest request, CapacityLedger ledger) {
        SortedMap<String, Integer> granted = new TreeMap<>();
        var filling = new NodeFilling(request, ledger, granted);
        filling.keep();
        filling.fill();
        var placement = new Placement(request.id(), granted);
        int missing = request.replicas() - placement.replicas();
        return missing == 0
                ? new PlacementResult.Placed(placement)
                : new Refusal(request, ledger).explain(placement, missing);
    }
}
