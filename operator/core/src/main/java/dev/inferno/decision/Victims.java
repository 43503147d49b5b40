package dev.inferno.decision;

import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.PodFacts;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which pods a scale-in should take: those beyond what the plan keeps on their node, first on nodes it gives up wholly.
 *
 * <p>Left alone, a ReplicaSet takes pods from where most of them are, and so leaves one on every node. Before any hint it
 * takes those that are not ready, so only the rest are chosen here.
 */
final class Victims {

    private Victims() {}

    /** What to write before a scale-in; null where it makes no difference. */
    static Action.@Nullable PreferVictims of(VariantDecision decided, CycleSnapshot seen) {
        if (!(decided.action() instanceof Action.Scale scale) || scale.to() >= scale.from() || scale.to() == 0) {
            return null;
        }
        List<PodFacts> live = live(scale, seen);
        SortedMap<String, List<PodFacts>> byNode = live.stream()
                .filter(Victims::lastsUnhinted)
                .collect(Collectors.groupingBy(
                        pod -> Objects.requireNonNull(pod.node()), TreeMap::new, Collectors.toList()));
        long gone = live.stream().filter(pod -> !lastsUnhinted(pod)).count();
        List<String> pods = byNode.size() < 2
                ? List.of()
                : chosen(byNode, decided.placement(), Math.max(0, live.size() - gone - scale.to()));
        return pods.isEmpty() ? null : new Action.PreferVictims(decided.key(), scale.deployment(), pods);
    }

    private static List<String> chosen(
            SortedMap<String, List<PodFacts>> byNode, SortedMap<String, Integer> plan, long count) {
        Function<Map.Entry<String, List<PodFacts>>, Integer> kept = node -> plan.getOrDefault(node.getKey(), 0);
        return byNode.entrySet().stream()
                .sorted(Comparator.comparing(kept)
                        .thenComparing(node -> node.getValue().size()))
                .flatMap(node -> node.getValue().stream().skip(kept.apply(node)))
                .limit(count)
                .map(PodFacts::name)
                .sorted()
                .toList();
    }

    private static List<PodFacts> live(Action.Scale scale, CycleSnapshot seen) {
        Stream<PodFacts> pods = seen.inventory() instanceof Inventory.Known known ? known.pods().stream() : Stream.of();
        return pods.filter(pod -> pod.namespace().equals(scale.variant().namespace()))
                .filter(pod -> scale.deployment().equals(pod.workload()) && !pod.terminating())
                .toList();
    }

    private static boolean lastsUnhinted(PodFacts pod) {
        return pod.node() != null && pod.ready();
    }
}
