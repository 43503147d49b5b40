package dev.inferno.cycle;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.decision.Decision;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.topology.placement.FreeDevices;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One cycle as it happened.
 *
 * @param free devices that no bound pod held when the snapshot was taken: what an administrator sees on the nodes, not what
 *     the plan would leave; empty when the inventory is unknown
 * @param decision as carried out: conditions {@code Actuated} and {@code Ready} tell what became of the actions
 * @param stageSeconds wall-clock seconds by stage; not part of the decision and never replayed
 */
public record CycleReport(
        CycleSnapshot seen,
        List<FreeDevices> free,
        List<ServingGroup> groups,
        FleetPlan plan,
        Decision decision,
        List<ActionResult> results,
        SortedMap<String, Double> stageSeconds) {

    public CycleReport {
        free = List.copyOf(free);
        groups = List.copyOf(groups);
        results = List.copyOf(results);
        stageSeconds = Collections.unmodifiableSortedMap(new TreeMap<>(stageSeconds));
    }

    /** The same, its decision told otherwise. */
    public CycleReport withDecision(Decision told) {
        return new CycleReport(seen, free, groups, plan, told, results, stageSeconds);
    }
}
