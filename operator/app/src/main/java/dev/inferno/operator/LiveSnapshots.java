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
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.PodFacts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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
        List<ModelLoad> readings = read(queries(variants, inventory));
        Instant now = Instant.ofEpochMilli(clock.millis());
        return new CycleSnapshot(
                now.toString(),
                now,
                trigger,
                policies.current(),
                inventory,
                variants.stream()
                        .map(variant -> reported(variant, readings, inventory))
                        .toList(),
                readings,
                memory.load(),
                policies.budget());
    }

    private List<ModelLoad> read(List<ModelQuery> queries) {
        List<ModelLoad> readings = new ArrayList<>();
        loads.read(queries).forEach((model, reading) -> readings.add(new ModelLoad(model, reading)));
        return readings;
    }

    /** With what its own pods report of their KV caches; the smallest counts. */
    private static VariantState reported(VariantState variant, List<ModelLoad> readings, Inventory inventory) {
        if (!(variant.target() instanceof Target.Found found)) {
            return variant;
        }
        List<String> own = serving(inventory, variant.key().namespace(), found.name());
        return readings.stream()
                .filter(reading -> reading.model().equals(variant.model()))
                .flatMap(reading -> replicas(reading.reading()))
                .filter(replica -> own.contains(replica.name()))
                .map(ReplicaUse::kvTokens)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(variant::withReportedKvTokens)
                .orElse(variant);
    }

    private static Stream<ReplicaUse> replicas(LoadReading reading) {
        return switch (reading) {
            case LoadReading.Fresh fresh -> fresh.observed().replicas().stream();
            case LoadReading.Partial partial -> partial.observed().replicas().stream();
            case LoadReading.Stale stale -> Stream.empty();
            case LoadReading.Missing missing -> Stream.empty();
        };
    }

    /** One question per model: all ready pods of all its variants are expected to report. */
    private static List<ModelQuery> queries(List<VariantState> variants, Inventory inventory) {
        SortedMap<ModelKey, SortedSet<String>> pods = new TreeMap<>();
        SortedMap<ModelKey, Integer> replicas = new TreeMap<>();
        for (VariantState variant : variants) {
            SortedSet<String> expected = pods.computeIfAbsent(variant.model(), model -> new TreeSet<>());
            if (variant.target() instanceof Target.Found found) {
                replicas.merge(variant.model(), found.replicas(), Integer::sum);
                expected.addAll(serving(inventory, variant.key().namespace(), found.name()));
            }
        }
        List<ModelQuery> queries = new ArrayList<>();
        pods.forEach((model, names) -> queries.add(new ModelQuery(model, names, replicas.getOrDefault(model, 0))));
        return queries;
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
