package dev.inferno.decision;

import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.VariantKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * At most so many Deployments change in one cycle.
 *
 * <p>What serves more goes first: scale-outs, and templates of Deployments without replicas, by priority and then by the part
 * of the granted replicas that is missing; then templates of what runs; then scale-ins. The rest holds, says so, and is decided anew
 * in the next cycle.
 */
record ChangeLimit(int most) {

    private static final int ADDS = 0;
    private static final int REPLACES = 1;
    private static final int REMOVES = 2;
    private static final int NOTHING = 3;

    static ChangeLimit of(FleetPolicy policy) {
        Integer most = policy.changesPerCycle();
        return new ChangeLimit(most == null ? Integer.MAX_VALUE : most);
    }

    List<VariantDecision> applied(List<VariantDecision> decisions, List<ServingGroup> groups) {
        Map<VariantKey, Integer> priorities = new HashMap<>();
        for (ServingGroup group : groups) {
            for (GroupVariant variant : group.variants()) {
                priorities.put(variant.key(), group.priority());
            }
        }
        List<VariantDecision> changes = decisions.stream()
                .filter(decision -> kind(decision) != NOTHING)
                .sorted(Comparator.comparingInt(ChangeLimit::kind)
                        .thenComparing(decision -> priorities.get(decision.key()))
                        .thenComparing(ChangeLimit::missing, Comparator.reverseOrder())
                        .thenComparing(VariantDecision::key))
                .toList();
        Set<VariantKey> late =
                changes.stream().skip(most).map(VariantDecision::key).collect(Collectors.toSet());
        String message = "waits: at most " + most
                + " Deployments are changed in a cycle (INFERNO_CHANGES_PER_CYCLE), and others come first";
        return decisions.stream()
                .map(decision -> late.contains(decision.key()) ? decision.waits(message) : decision)
                .toList();
    }

    private static int kind(VariantDecision decision) {
        return switch (decision.action()) {
            case Action.Scale scale -> scale.to() > scale.from() ? ADDS : REMOVES;
            case Action.SteerTemplate steer -> decision.current() == 0 ? ADDS : REPLACES;
            case Action.SetBatchLimit limit -> REPLACES;
            case Action.LabelNodes labels -> NOTHING;
            case Action.PreferVictims victims -> NOTHING;
            case Action.Publish publish -> NOTHING;
            case Action.Hold hold -> NOTHING;
        };
    }

    private static double missing(VariantDecision decision) {
        return decision.granted() == 0 ? 0 : 1 - (double) decision.current() / decision.granted();
    }
}
