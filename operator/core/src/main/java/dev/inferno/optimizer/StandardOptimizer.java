package dev.inferno.optimizer;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Engine;
import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.placement.CapacityLedger;
import java.util.List;
import java.util.TreeMap;

/**
 * Greedy construction and bounded improvement on one ledger, see {@link Search}; then, where the budget asks for it, the
 * exact engine.
 */
final class StandardOptimizer implements Optimizer {

    private final StopSignal stop;
    private final List<ExactEngine> engines;

    StandardOptimizer(StopSignal stop, List<ExactEngine> engines) {
        this.stop = stop;
        this.engines = List.copyOf(engines);
    }

    @Override
    public FleetPlan plan(PlanningProblem problem) {
        return plan(problem, false);
    }

    /** @param live what runs is a plan too, and kept where it is nearly as good */
    private FleetPlan plan(PlanningProblem problem, boolean live) {
        ExactEngine exact = problem.budget().exact() ? exact() : null;
        var steps = new Steps(problem.budget(), stop);
        World world = World.of(problem);
        var ledger = CapacityLedger.of(ClusterTopology.of(problem.nodes()), problem.occupants());
        var search = new Search(world, ledger, steps, PlainWorld.leaves(problem.occupants()));
        var best = new ExactSearch.Result(search.run(), search.bound(), Provenance.FAST);
        if (exact != null) {
            best = new ExactSearch(world, ledger, steps).better(exact, problem, best.solution(), best.bound());
        }
        Solution standing = live ? new Standing(world, ledger).plan() : null;
        ExactSearch.Result chosen =
                standing != null && Standing.isKept(standing, best.solution()) ? kept(standing, best) : best;
        Solution grown = Provisioning.beside(problem, world, chosen.solution());
        boolean asFound = grown.equals(chosen.solution());
        return new PlanAssembly(world, ledger, grown)
                .plan(steps.stoppedAt(), asFound ? chosen.bound() : null)
                .with(asFound ? chosen.provenance() : chosen.provenance().unproven());
    }

    private static ExactSearch.Result kept(Solution standing, ExactSearch.Result best) {
        Provenance how = best.provenance();
        boolean asGood = standing.merit().compareTo(best.solution().merit()) <= 0;
        boolean servesAsMuch =
                standing.merit().unmet().equals(best.solution().merit().unmet());
        return new ExactSearch.Result(
                standing,
                servesAsMuch ? best.bound() : null,
                new Provenance(how.engine(), how.proven() && asGood, how.note()));
    }

    private ExactEngine exact() {
        return engines.stream()
                .filter(engine -> engine.name().equals(Engine.EXACT.toString()))
                .findFirst()
                .orElseThrow(() -> new EngineMissing(Engine.EXACT));
    }

    @Override
    public FleetPlan plan(List<ServingGroup> groups, CycleSnapshot seen) {
        return switch (seen.inventory()) {
            case Inventory.Unknown unknown ->
                new FleetPlan(List.of(), 0, new PlanScore(new TreeMap<>(), 0, 0, 0), null, null);
            case Inventory.Off off -> {
                var nodeless = new WithoutNodes(SeenProblem.of(groups, off, seen));
                yield nodeless.told(plan(nodeless.problem(), true));
            }
            case Inventory.Known known ->
                Reserves.planned(SeenProblem.of(groups, known, seen), problem -> plan(problem, true));
        };
    }
}
