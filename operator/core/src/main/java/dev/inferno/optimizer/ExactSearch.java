package dev.inferno.optimizer;

import dev.inferno.optimizer.ExactEngine.Answer;
import dev.inferno.optimizer.ExactEngine.Grant;
import dev.inferno.snapshot.Engine;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets the exact engine better the fast engine's plan.
 *
 * <p>Its counts are placed as any others are, so that what runs stays; failing that, on its own nodes. Whichever is the
 * better plan is taken: the result is never worse than the fast one. A clock that ends it would give another plan at every
 * replay, so then the fast plan stays. Complexity: the engine's. Thread-safety: none.
 */
final class ExactSearch {

    private final World world;
    private final CapacityLedger ledger;
    private final Steps steps;

    /**
     * The better plan.
     *
     * @param bound null when nothing is proven
     */
    record Result(Solution solution, @Nullable Double bound, Provenance provenance) {}

    ExactSearch(World world, CapacityLedger ledger, Steps steps) {
        this.world = world;
        this.ledger = ledger;
        this.steps = steps;
    }

    /** @param bound what the fast engine proved of the start */
    Result better(ExactEngine engine, PlanningProblem problem, Solution start, @Nullable Double bound) {
        if (!PlainWorld.leaves(problem.occupants()) || !PlainWorld.isAlone(world)) {
            return asItWas(start, bound, "pods have rules about other pods, which the exact engine does not know");
        }
        // A recorded stop was the fast engine's or ours: either way its plan stayed.
        Answer answer = steps.ended() || problem.budget().stoppedAtStep() != null
                ? null
                : engine.solve(problem, new PlanAssembly(world, ledger, start).plan(null, bound));
        if (steps.ended() || answer == null) {
            return asItWas(
                    start, bound, "the deadline came before the exact engine was done; allow more time or fewer steps");
        }
        return switch (answer) {
            case Answer.None none -> asItWas(start, bound, none.reason());
            case Answer.Found found -> better(found, start, bound);
        };
    }

    private static Result asItWas(Solution start, @Nullable Double bound, String note) {
        return new Result(start, bound, Provenance.fastBecause(note));
    }

    private Result better(Answer.Found found, Solution start, @Nullable Double bound) {
        Solution own = solution(found);
        Solution best = own.compareTo(start) < 0 ? own : start;
        boolean improved = own.merit().compareTo(start.merit()) <= 0;
        Double lower = greater(improved ? found.lowerBound() : null, serveAlike(best, start) ? bound : null);
        boolean proven = improved && found.proven();
        return new Result(best, lower, new Provenance(Engine.EXACT, proven, note(found, own, start)));
    }

    private static @Nullable Double greater(@Nullable Double one, @Nullable Double other) {
        return one == null ? other : other == null ? one : Double.valueOf(Math.max(one, other));
    }

    private static @Nullable String note(Answer.Found found, Solution own, Solution start) {
        int byMerit = own.merit().compareTo(start.merit());
        if (byMerit < 0 || byMerit == 0 && found.proven()) {
            return null;
        }
        return found.proven()
                ? Answer.None.startMoves().reason()
                : "the exact engine found nothing better within its steps; the plan is the fast engine's";
    }

    private static boolean serveAlike(Solution one, Solution other) {
        return one.merit().unmet().equals(other.merit().unmet())
                && one.merit().shortfall().equals(other.merit().shortfall());
    }

    private Solution solution(Answer.Found found) {
        var choices = new ArrayList<Choice>();
        var placements = new ArrayList<Placement>();
        for (Item item : world.items()) {
            Grant grant =
                    Objects.requireNonNull(found.grants().get(item.variant().key()), "a grant for every variant");
            int option = item.variant().options().indexOf(grant.option());
            choices.add(grant.replicas() == 0 ? Choice.NONE : new Choice(option, grant.replicas()));
            placements.add(new Placement(item.id(), grant.replicasByNode()));
        }
        List<Placement> packed = new Packer(world, ledger).pack(choices);
        Solution own = solution(choices, placements);
        Solution other = packed == null ? own : solution(choices, packed);
        return other.compareTo(own) < 0 ? other : own;
    }

    /** Reserves all of it on the way, which throws where a node has no room for what it was given. */
    private Solution solution(List<Choice> choices, List<Placement> placements) {
        return Solution.of(world, choices, placements, Stranded.devices(world, ledger, choices, placements));
    }
}
