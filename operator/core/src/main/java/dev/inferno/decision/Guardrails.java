package dev.inferno.decision;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.snapshot.CycleSnapshot;
import java.util.List;

/** Holds a plan against what may be done now: limits, steps, missing data, other scalers, pauses. Pure. */
public interface Guardrails {

    /** The guardrails of the contract. */
    static Guardrails standard() {
        return new StandardGuardrails();
    }

    Decision decide(FleetPlan plan, List<ServingGroup> groups, CycleSnapshot seen);
}
