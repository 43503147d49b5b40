package dev.inferno.cycle;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.decision.Decision;
import dev.inferno.decision.Guardrails;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.snapshot.CycleSnapshot;
import java.util.List;

/**
 * The whole program: see, analyse, plan, decide, act, remember, report.
 *
 * <p>A variant that cannot be handled is data in every step; an exception means a bug or a lost connection and ends the
 * cycle. Thread-safety: one cycle at a time, by one thread.
 */
public final class Cycle {

    private final SnapshotSource source;
    private final Analyzer analyzer;
    private final Optimizer optimizer;
    private final Guardrails guardrails;
    private final Actuator actuator;
    private final MemoryStore memory;
    private final ReportSink sink;
    private final StageClock clock;

    public Cycle(
            SnapshotSource source,
            Brain brain,
            Actuator actuator,
            MemoryStore memory,
            ReportSink sink,
            StageClock clock) {
        this.source = source;
        this.analyzer = brain.analyzer();
        this.optimizer = brain.optimizer();
        this.guardrails = brain.guardrails();
        this.actuator = actuator;
        this.memory = memory;
        this.sink = sink;
        this.clock = clock;
    }

    public CycleReport run(String trigger) {
        Stages stages = new Stages(clock);
        CycleSnapshot seen = stages.time("snapshot", () -> source.take(trigger));
        return seen.policy().products().during(() -> run(seen, stages));
    }

    private CycleReport run(CycleSnapshot seen, Stages stages) {
        List<ServingGroup> groups = stages.time("analyse", () -> analyzer.analyse(seen));
        FleetPlan plan = stages.time("plan", () -> optimizer.plan(groups, seen));
        Decision decision = stages.time("decide", () -> guardrails.decide(plan, groups, seen));
        List<ActionResult> done = stages.time("act", () -> actuator.execute(decision.actions()));
        CycleReport report =
                Reporter.report(seen.recorded(plan.stoppedAtStep()), groups, plan, decision, done, stages.seconds());
        memory.keep(report.decision().memory());
        sink.publish(report);
        return report;
    }
}
