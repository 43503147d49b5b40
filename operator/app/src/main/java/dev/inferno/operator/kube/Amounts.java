package dev.inferno.operator.kube;

import dev.inferno.topology.ResourceVector;
import io.kubernetes.client.custom.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Quantities as whole numbers: cpu in millicores, everything else in units, rounded up as kube-scheduler does. */
final class Amounts {

    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Amounts() {}

    static ResourceVector of(@Nullable Map<String, Quantity> quantities) {
        return new ResourceVector(map(quantities));
    }

    static TreeMap<String, Long> map(@Nullable Map<String, Quantity> quantities) {
        TreeMap<String, Long> amounts = new TreeMap<>();
        Lists.orEmpty(quantities).forEach((resource, quantity) -> amounts.put(resource, amount(resource, quantity)));
        return amounts;
    }

    static long amount(String resource, Quantity quantity) {
        BigDecimal number = quantity.getNumber();
        BigDecimal units = resource.equals("cpu") ? number.scaleByPowerOfTen(3) : number;
        return units.setScale(0, RoundingMode.CEILING).min(LARGEST).longValue();
    }
}
