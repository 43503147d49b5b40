package dev.inferno.bench;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.PackingOrder;
import dev.inferno.topology.placement.Placement;
import dev.inferno.topology.placement.PlacementRequest;
import dev.inferno.topology.placement.PlacementResult;
import dev.inferno.topology.placement.Placer;
import dev.inferno.topology.placement.PlanPacking;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Placement on 5,000 nodes, see {@link PlacementWorkload}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PlacementBenchmark {

    private static final int NODES = 5_000;
    private static final int REPLICAS = 10_000;

    private final List<NodeFacts> facts = PlacementWorkload.nodes(NODES);
    private final ClusterTopology cluster = ClusterTopology.of(facts);
    private final List<PodFacts> occupants = PlacementWorkload.occupants(cluster);
    private final CapacityLedger ledger = CapacityLedger.of(cluster, occupants);
    private final PlacementRequest one = PlacementWorkload.single(8);

    /** A plan. */
    @State(Scope.Benchmark)
    public static class Plan {

        @Param({"10", "100", "1000"})
        public int variants;

        private List<PlacementRequest> requests = List.of();

        @Setup
        public void draw() {
            requests = PlacementWorkload.plan(variants, REPLICAS);
        }
    }

    /** Products, links and problems of all nodes, once per change of the node set. */
    @Benchmark
    public ClusterTopology readNodes() {
        return ClusterTopology.of(facts);
    }

    /** What is free on all nodes, and a first replica on it, once per cycle. */
    @Benchmark
    public PlacementResult fitFirst() {
        return Placer.bestFit().place(one, CapacityLedger.of(cluster, occupants));
    }

    /** One more replica of the same shape. */
    @Benchmark
    public PlacementResult fitNext() {
        try (var trial = ledger.trial()) {
            return Placer.bestFit().place(one, ledger);
        }
    }

    /** All replicas of a plan together. */
    @Benchmark
    public List<Placement> plan(Plan plan) {
        try (var trial = ledger.trial()) {
            return PlanPacking.place(plan.requests, ledger).orElseThrow();
        }
    }

    /** All replicas of a plan, one variant after the other, largest first. */
    @Benchmark
    public List<PlacementResult> largestFirst(Plan plan) {
        try (var trial = ledger.trial()) {
            return PackingOrder.largestFirst(plan.requests).stream()
                    .map(request -> Placer.bestFit().place(request, ledger))
                    .toList();
        }
    }
}
