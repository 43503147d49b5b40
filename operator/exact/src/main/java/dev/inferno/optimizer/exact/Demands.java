package dev.inferno.optimizer.exact;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What a group asks for and what its options carry. Units: requests/s. */
final class Demands {

    /** A demand this little above what a count carries is rounding. */
    private static final double ROUNDING = 1e-9;

    private Demands() {}

    static List<Sizable> sizable(ServingGroup group) {
        return group.variants().stream()
                .filter(Sizable.class::isInstance)
                .map(Sizable.class::cast)
                .sorted(Comparator.comparing(Sizable::key))
                .toList();
    }

    /** 0 also where no option says what it carries. */
    static double demand(ServingGroup group) {
        boolean known = options(group).anyMatch(option -> !option.capacity().isEmpty());
        return group.demand() == null || !known ? 0 : group.demand().plannedPerSecond();
    }

    /** Whether the slowest option in use binds what every replica of other variants carries. */
    static boolean mixes(ServingGroup group) {
        return group.routing().blind() && sizable(group).size() > 1 && demand(group) > 0;
    }

    /** Beyond the end of the list a router that splits equally gives every replica what it does at the end. */
    static double carried(ServingGroup group, VariantOption option, int replicas) {
        int known = option.capacity().size();
        return group.routing().blind() && replicas > known && known > 0
                ? option.capacityOf(known) / known * replicas
                : option.capacityOf(replicas);
    }

    /** What a replica carries, by option, each once, slowest first. */
    static DoubleStream rates(ServingGroup group) {
        return options(group)
                .mapToDouble(option -> option.capacityOf(1))
                .sorted()
                .distinct();
    }

    /** No plan needs more replicas of this option. */
    static int most(ServingGroup group, Sizable variant, VariantOption option) {
        double demand = demand(group);
        int useful = demand <= 0 ? 0 : useful(option.capacity(), demand * (1 - ROUNDING));
        if (mixes(group)) {
            double slowest = rates(group).filter(rate -> rate > 0).findFirst().orElse(Double.POSITIVE_INFINITY);
            useful = Math.max(useful, (int) Math.ceil(demand / slowest * (1 - ROUNDING)));
        }
        int most = Math.max(useful, variant.minReplicas());
        return variant.maxReplicas() == null ? most : Math.min(most, variant.maxReplicas());
    }

    private static int useful(List<Double> capacity, double demand) {
        for (int replicas = 1; replicas <= capacity.size(); replicas++) {
            if (capacity.get(replicas - 1) >= demand) {
                return replicas;
            }
        }
        return capacity.size();
    }

    private static Stream<VariantOption> options(ServingGroup group) {
        return sizable(group).stream().flatMap(variant -> variant.options().stream());
    }
}
