package dev.inferno.decision;

import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.VariantState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of pods that wait behind our scheduling gate (placement mode Gates).
 *
 * <p>Problem: every pod should start on a node planned for it, and none may wait for ever. Method: a waiting pod gets a planned
 * place that no other pod of its workload has, if that node takes it now. Where there is none it is let go without a place: at
 * once where nobody follows a plan or a rollout starts more pods than are planned, else after a deadline, for the next decision
 * may have one. Complexity: O(waiting pods x planned nodes + pods) per workload. Thread-safety: stateless.
 */
public final class GatedPods {

    private GatedPods() {}

    /** What the last decision says to waiting pods of a variant. */
    public sealed interface Guidance {

        /** Replicas by node. */
        record Planned(SortedMap<String, Integer> placement) implements Guidance {}

        /** This operator does not place them, and says why. */
        record Nobody(String why) implements Guidance {}

        /** Not known, and may be soon. */
        record Unknown(String why) implements Guidance {}
    }

    /**
     * A pod of one workload that is not about to end.
     *
     * @param gated it waits behind our gate
     * @param place node it is bound to, or may only go to; null = neither
     * @param template hash of the pod template it was made from; null = not told
     * @param waited since it was first seen waiting
     */
    public record Pod(
            String name,
            boolean gated,
            @Nullable String place,
            @Nullable String template,
            Duration waited) {}

    /** What to do with one waiting pod; one that has none waits on. */
    public sealed interface Fate {

        String pod();

        /** Let it go, to this node only. */
        record Place(String pod, String node) implements Fate {}

        /** Let it go wherever the scheduler likes. */
        record Free(String pod, String why) implements Fate {}
    }

    /**
     * What a decision says to the pods of its variant.
     *
     * @param before what the decision before it said: a plan still counts while nothing can be decided. Without one there is
     *     nothing to wait for, for pods that do not start report no load
     */
    public static Guidance guidance(VariantDecision decided, VariantState state, @Nullable Guidance before) {
        if (state.spec().placement() != PlacementMode.GATES) {
            return new Guidance.Nobody("placement.mode of " + state.key() + " is not Gates");
        }
        Condition actuated = decided.condition(Condition.Type.Actuated);
        boolean reported =
                decided.action() instanceof Action.Hold && actuated.reason().equals("Held");
        if (reported && decided.placement().isEmpty() && before instanceof Guidance.Planned) {
            return before;
        }
        return reported || decided.action() instanceof Action.Publish
                ? new Guidance.Nobody(actuated.message())
                : new Guidance.Planned(decided.placement());
    }

    /**
     * What to do with the waiting ones among the pods of a workload, by name.
     *
     * @param takes whether a node takes one more of these pods now; if so, its room is taken
     */
    public static List<Fate> fates(Guidance guidance, List<Pod> pods, Predicate<String> takes, Duration deadline) {
        List<Pod> waiting = pods.stream()
                .filter(Pod::gated)
                .sorted(Comparator.comparing(Pod::name))
                .toList();
        return switch (guidance) {
            case Guidance.Nobody nobody -> free(waiting, nobody.why(), Duration.ZERO);
            case Guidance.Unknown unknown -> free(waiting, unknown.why(), deadline);
            case Guidance.Planned planned -> placed(planned, waiting, pods, takes, deadline);
        };
    }

    private static List<Fate> placed(
            Guidance.Planned planned, List<Pod> waiting, List<Pod> pods, Predicate<String> takes, Duration deadline) {
        Map<String, Integer> open = new TreeMap<>(planned.placement());
        pods.stream()
                .filter(pod -> !pod.gated() && pod.place() != null)
                .forEach(pod -> open.computeIfPresent(Objects.requireNonNull(pod.place()), (node, left) -> left - 1));
        boolean rollout = pods.stream().map(Pod::template).distinct().count() > 1;
        List<Fate> fates = new ArrayList<>();
        for (Pod pod : waiting) {
            String node = open.entrySet().stream()
                    .filter(place -> place.getValue() > 0 && takes.test(place.getKey()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
            if (node != null) {
                open.merge(node, -1, Integer::sum);
                fates.add(new Fate.Place(pod.name(), node));
            } else if (rollout && open.values().stream().noneMatch(left -> left > 0)) {
                fates.add(new Fate.Free(pod.name(), "a rollout starts more pods than are planned"));
            } else {
                fates.addAll(free(List.of(pod), "the plan has no node for it that takes it now", deadline));
            }
        }
        return fates;
    }

    private static List<Fate> free(List<Pod> waiting, String why, Duration deadline) {
        return waiting.stream()
                .filter(pod -> pod.waited().compareTo(deadline) >= 0)
                .map(pod -> (Fate) new Fate.Free(pod.name(), why))
                .toList();
    }
}
