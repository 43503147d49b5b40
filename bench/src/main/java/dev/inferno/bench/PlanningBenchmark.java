package dev.inferno.bench;

import dev.inferno.bench.PlanningWorld.Size;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.StopSignal;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds from options to a placed plan, beside the original's greedy counts. After each trial the quality is printed.
 * Large fleets need {@code INFERNO_HEAP=1g} and a smaller size, such as {@code -p fleet=200x6x1000}, less time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 10)
@Fork(1)
public class PlanningBenchmark {

    /** Variants x types x nodes. */
    @Param({"1000x6x5000"})
    public String fleet = "";

    /** Devices that the cheapest options need, as a part of the free ones. */
    @Param({"0.5", "1.2"})
    public double load;

    private PlanningProblem problem = PlanningWorld.of(new Size(1, 1, 1, 1, false), 1);

    @Setup(Level.Trial)
    public void build() {
        String[] size = fleet.split("x", -1);
        problem = PlanningWorld.of(
                new Size(Integer.parseInt(size[0]), Integer.parseInt(size[1]), Integer.parseInt(size[2]), load, false),
                1);
    }

    @Benchmark
    public FleetPlan plan() {
        return Optimizer.fast(StopSignal.NEVER).plan(problem);
    }

    @Benchmark
    public Object originalGreedy() {
        return new CountGreedy(problem).run();
    }

    @TearDown(Level.Trial)
    public void tell() {
        FleetPlan plan = plan();
        Double gap = plan.optimalityGap();
        System.out.printf(
                Locale.ROOT,
                "%s, load %.1f: cost %.2f, gap <= %s, unmet %s; original's greedy %s%n",
                fleet,
                load,
                plan.costPerHour(),
                gap == null ? "unknown" : String.format(Locale.ROOT, "%.3f %%", 100 * gap),
                plan.score().unmetByPriority(),
                new CountGreedy(problem).run());
    }
}
