package dev.inferno.operator.kube;

import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import io.kubernetes.client.custom.Quantity;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Kubernetes' resource lists as {@link ResourceVector}. */
final class Amounts {

    private Amounts() {}

    static ResourceVector of(@Nullable Map<String, Quantity> quantities) {
        return new ResourceVector(new TreeMap<>(map(quantities)));
    }

    /** A new map, for the caller to add to. */
    static Map<String, Long> map(@Nullable Map<String, Quantity> quantities) {
        Map<String, Long> amounts = new TreeMap<>();
        Lists.orEmpty(quantities).forEach((resource, quantity) -> amounts.put(resource, amount(resource, quantity)));
        return amounts;
    }

    /** An overcommitted node may show less than nothing; it has nothing. */
    private static long amount(String resource, Quantity quantity) {
        return quantity.getNumber().signum() < 0 ? 0 : Quantities.of(resource, quantity.getNumber());
    }
}
