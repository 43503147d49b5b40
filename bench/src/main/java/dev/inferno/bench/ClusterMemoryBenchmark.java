package dev.inferno.bench;

import dev.inferno.topology.ClusterTopology;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a node weighs on the heap: its facts with all labels, its devices and its place in the cluster; no pods. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(1)
public class ClusterMemoryBenchmark {

    private static final int NODES = 5_000;

    /** Beside the time, which includes two collections. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Memory {
        public long bytesPerNode;
    }

    @Benchmark
    public ClusterTopology cluster(Memory memory) {
        long before = used();
        ClusterTopology cluster = ClusterTopology.of(PlacementWorkload.nodes(NODES));
        memory.bytesPerNode = (used() - before) / NODES;
        return cluster;
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
