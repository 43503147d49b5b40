package dev.inferno.cycle;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.decision.Decision;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.snapshot.CycleSnapshot;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One cycle as it happened.
 *
 * @param decision as carried out: conditions {@code Actuated} and {@code Ready} tell what became of the actions
 * @param stageSeconds wall-clock seconds by stage; not part of the decision and never replayed
 */
public record CycleReport(
        CycleSnapshot seen,
        List<ServingGroup> groups,
        FleetPlan plan,
        Decision decision,
        List<ActionResult> results,
        SortedMap<String, Double> stageSeconds) {

    public CycleReport {
        groups = List.copyOf(groups);
        results = List.copyOf(results);
        stageSeconds = Collections.unmodifiableSortedMap(new TreeMap<>(stageSeconds));
    }
}
