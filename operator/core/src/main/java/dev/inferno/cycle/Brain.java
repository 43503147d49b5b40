package dev.inferno.cycle;

import dev.inferno.analysis.Analyzer;
import dev.inferno.decision.Decision;
import dev.inferno.decision.Guardrails;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.snapshot.CycleSnapshot;

/** The pure part of a cycle: the same for the operator, a replay and a simulation. */
public record Brain(Analyzer analyzer, Optimizer optimizer, Guardrails guardrails) {

    /** What this snapshot leads to; byte for byte the same wherever and whenever it runs. */
    public Decision decide(CycleSnapshot seen) {
        return seen.policy().products().during(() -> {
            var groups = analyzer.analyse(seen);
            return guardrails.decide(optimizer.plan(groups, seen), groups, seen);
        });
    }
}
