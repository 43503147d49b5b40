package dev.inferno.optimizer;

import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.placement.PlacementRequest;
import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One sizable variant of a world.
 *
 * @param index position among all items, and so in every list of choices and placements
 * @param team position of its team
 */
record Item(int index, int team, GroupVariant.Sizable variant) {

    String id() {
        return variant.key().toString();
    }

    VariantOption option(Choice choice) {
        return variant.options().get(choice.option());
    }

    int most() {
        Integer most = variant.maxReplicas();
        return most == null ? Integer.MAX_VALUE : most;
    }

    int running() {
        return variant.runningByNode().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Running replicas that an option could keep, by node: none when it is not what they run on. */
    SortedMap<String, Integer> keepable(VariantOption option) {
        String current = variant.current();
        return current == null || current.equals(option.accelerator())
                ? variant.runningByNode()
                : Collections.emptySortedMap();
    }

    /** What it would be worth to go from what the workload asks for now to a choice. */
    double transitionTo(Choice choice) {
        VariantOption next = option(choice);
        return now().transitionTo(allocation(next.accelerator(), choice.replicas(), next.costPerReplicaHour()));
    }

    /** An accelerator that is no option any more has no known cost. */
    private Allocation now() {
        String current = variant.current();
        double each = variant.options().stream()
                .filter(option -> option.accelerator().equals(current))
                .mapToDouble(VariantOption::costPerReplicaHour)
                .findFirst()
                .orElse(0);
        return allocation(current, variant.currentReplicas(), each);
    }

    private static Allocation allocation(@Nullable String accelerator, int replicas, double costEach) {
        return new Allocation(replicas > 0 ? accelerator : null, replicas * costEach);
    }

    PlacementRequest request(VariantOption option, int replicas, SortedMap<String, Integer> current) {
        return new PlacementRequest(id(), option.pod(), option.product(), replicas, current);
    }
}
