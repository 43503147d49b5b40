package dev.inferno.operator;

import dev.inferno.cycle.MemoryStore;
import dev.inferno.cycle.SnapshotSource;
import dev.inferno.operator.kube.ClusterView;
import dev.inferno.operator.prometheus.LoadReader;
import dev.inferno.operator.prometheus.ModelQuery;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.ModelKey;
import dev.inferno.snapshot.ModelLoad;
import dev.inferno.snapshot.ReplicaUse;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.PodFacts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Freezes caches, configuration, load and memory into one snapshot. */
final class LiveSnapshots implements SnapshotSource {

    private final ClusterView view;
    private final NodeFilter nodes;
    private final Policies policies;
    private final LoadReader loads;
    private final MemoryStore memory;
    private final InstantSource clock;

    LiveSnapshots(
            ClusterView view,
            NodeFilter nodes,
            Policies policies,
            LoadReader loads,
            MemoryStore memory,
            InstantSource clock) {
        this.view = view;
        this.nodes = nodes;
        this.policies = policies;
        this.loads = loads;
        this.memory = memory;
        this.clock = clock;
    }

    @Override
    public CycleSnapshot take(String trigger) {
        List<VariantState> variants = view.variants();
        Inventory inventory = nodes.apply(view.inventory());
        Map<VariantKey, List<String>> serving = serving(variants, inventory);
        SortedMap<ModelKey, LoadReading> readings = loads.read(queries(variants, serving));
        Instant now = Instant.ofEpochMilli(clock.millis());
        return new CycleSnapshot(
                now.toString(),
                now,
                trigger,
                policies.current(),
                inventory,
                variants.stream()
                        .map(variant ->
                                reported(variant, known(readings, variant.model()), known(serving, variant.key())))
                        .toList(),
                readings.entrySet().stream()
                        .map(reading -> new ModelLoad(reading.getKey(), reading.getValue()))
                        .toList(),
                memory.load(),
                policies.budget());
    }

    /** With what its own pods report of their KV caches; the smallest counts. */
    private static VariantState reported(VariantState variant, LoadReading reading, List<String> pods) {
        return reading.observed().replicas().stream()
                .filter(replica -> pods.contains(replica.name()))
                .map(ReplicaUse::kvTokens)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(variant::withReportedKvTokens)
                .orElse(variant);
    }

    /** One question per model: all ready pods of all its variants are expected to report. */
    private static List<ModelQuery> queries(List<VariantState> variants, Map<VariantKey, List<String>> serving) {
        SortedMap<ModelKey, SortedSet<String>> pods = new TreeMap<>();
        SortedMap<ModelKey, Integer> replicas = new TreeMap<>();
        for (VariantState variant : variants) {
            SortedSet<String> expected = pods.computeIfAbsent(variant.model(), model -> new TreeSet<>());
            if (variant.target() instanceof Target.Found found) {
                replicas.merge(variant.model(), found.replicas(), Integer::sum);
                expected.addAll(known(serving, variant.key()));
            }
        }
        List<ModelQuery> queries = new ArrayList<>();
        pods.forEach((model, names) -> queries.add(new ModelQuery(model, names, replicas.getOrDefault(model, 0))));
        return queries;
    }

    private static <K, V> V known(Map<K, V> all, K key) {
        return Objects.requireNonNull(all.get(key), () -> key + " was asked for");
    }

    /** The ready pods of each variant. */
    private static Map<VariantKey, List<String>> serving(List<VariantState> variants, Inventory inventory) {
        Map<VariantKey, List<String>> serving = new HashMap<>();
        for (VariantState variant : variants) {
            serving.put(
                    variant.key(),
                    variant.target() instanceof Target.Found found
                            ? serving(inventory, variant.key().namespace(), found.name())
                            : List.of());
        }
        return serving;
    }

    private static List<String> serving(Inventory inventory, String namespace, String workload) {
        return switch (inventory) {
            case Inventory.Unknown unknown -> List.of();
            case Inventory.Off off -> serving(off.pods(), namespace, workload);
            case Inventory.Known known -> serving(known.pods(), namespace, workload);
        };
    }

    private static List<String> serving(List<PodFacts> pods, String namespace, String workload) {
        return pods.stream()
                .filter(pod -> isServing(pod, namespace, workload))
                .map(PodFacts::name)
                .toList();
    }

    private static boolean isServing(PodFacts pod, String namespace, String workload) {
        return pod.ready()
                && !pod.terminating()
                && pod.namespace().equals(namespace)
                && workload.equals(pod.workload());
    }
}
