package dev.inferno.optimizer;

import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.placement.PlacementRequest;
import java.util.SortedMap;

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

    PlacementRequest request(VariantOption option, int replicas, SortedMap<String, Integer> current) {
        return new PlacementRequest(id(), option.pod(), option.product(), replicas, current);
    }
}
