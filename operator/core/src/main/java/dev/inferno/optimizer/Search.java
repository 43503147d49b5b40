package dev.inferno.optimizer;

import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.Placement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Constructs a plan and improves it.
 *
 * <p>Method: first as if room were unlimited: when that fits, little is left to gain. Else greedily with the room there
 * is. Then neighbourhoods, all items at once where their combinations are few, each team, each pair of teams of which one
 * lacks something: their combinations from best to worst until one fits. Where no pod has rules about others, {@link
 * CountSearch} instead, unless its counts have no nodes while what runs stays. In worlds small enough for the first
 * neighbourhood the result is the optimum but for the packer's own limits. Complexity: one step per combination looked at
 * and one per variant of each packing tried; the construction is not counted, so that a stopped search never takes away what it merely had no time to place.
 * Thread-safety: none.
 */
final class Search {

    /** Most combinations one neighbourhood may have. */
    private static final int MOST_COMBINATIONS = 20_000;

    private final World world;
    private final CapacityLedger ledger;
    private final Packer packer;
    private final Steps steps;
    private final boolean plain;
    private @Nullable Double bound;

    /** @param plain no pod that stays has rules about others */
    Search(World world, CapacityLedger ledger, Steps steps, boolean plain) {
        this.plain = plain;
        this.world = world;
        this.ledger = ledger;
        this.packer = new Packer(world, ledger);
        this.steps = steps;
    }

    Solution run() {
        var all = new Neighbourhood(world, world.teams());
        if (all.combinations() <= MOST_COMBINATIONS) {
            return improved(constructed(), all);
        }
        Solution best = null;
        if (plain && PlainWorld.allows(world, ledger)) {
            CountSearch.Found found = new CountSearch(world, ledger, steps).run();
            List<Placement> placements = runs() ? packer.pack(found.choices()) : found.placements();
            if (placements != null) {
                bound = found.bound();
                return solution(found.choices(), placements);
            }
            best = Standing.besideWhatRuns(world, ledger, found.choices());
        }
        best = best == null ? constructed() : better(best, constructed());
        for (Team team : world.teams()) {
            best = improved(best, new Neighbourhood(world, List.of(team)));
        }
        return withPairs(best);
    }

    private static Solution better(Solution a, Solution b) {
        return b.compareTo(a) < 0 ? b : a;
    }

    /** Null when nothing is proven. */
    @Nullable
    Double bound() {
        return bound;
    }

    /** What runs stays where it is, which a search over counts does not know. */
    private boolean runs() {
        return world.items().stream().anyMatch(item -> item.running() > 0);
    }

    private Solution constructed() {
        List<Choice> ideal = new Filling(world, Room.UNLIMITED).fill();
        List<Placement> placements = packer.pack(ideal);
        if (placements != null) {
            return solution(ideal, placements);
        }
        try (var trial = ledger.trial()) {
            var room = new LedgerRoom(world, ledger);
            ideal = new Filling(world, room).fill();
            placements = room.placements();
        }
        Solution found = solution(ideal, placements);
        List<Placement> tidier = packer.pack(ideal);
        Solution other = tidier == null ? found : solution(ideal, tidier);
        return other.compareTo(found) < 0 ? other : found;
    }

    /** Only a team that is not more important gives up something for another's demand; for a minimum anyone does. */
    private Solution withPairs(Solution start) {
        Solution best = start;
        for (int lacking = 0; lacking < world.teams().size(); lacking++) {
            Team team = world.teams().get(lacking);
            for (int other = 0; other < world.teams().size() && lacks(team, best); other++) {
                if (!steps.next()) {
                    return best;
                }
                Team giving = world.teams().get(other);
                if (other != lacking && (giving.rank() >= team.rank() || missesMinimum(team, best))) {
                    best = improved(best, new Neighbourhood(world, List.of(team, giving)));
                }
            }
        }
        return best;
    }

    private static boolean lacks(Team team, Solution in) {
        return team.unmet(in.choices()) > 0 || missesMinimum(team, in);
    }

    private static boolean missesMinimum(Team team, Solution in) {
        return team.items().stream()
                .anyMatch(item -> in.choices().get(item.index()).replicas()
                        < item.variant().minReplicas());
    }

    /** The best plan found in the neighbourhood of this one. */
    private Solution improved(Solution start, Neighbourhood around) {
        if (around.combinations() > MOST_COMBINATIONS) {
            return start;
        }
        Solution best = start;
        Merit merit = around.merit(start.choices());
        for (Neighbourhood.Candidate candidate : around.candidates(start.choices(), steps)) {
            if (candidate.merit().compareTo(merit) > 0
                    || !steps.next(world.items().size())) {
                break;
            }
            List<Choice> choices = around.choices(start.choices(), candidate);
            List<Placement> placements = packer.pack(choices);
            Solution found = placements == null ? best : solution(choices, placements);
            if (found.compareTo(best) < 0) {
                best = found;
                merit = candidate.merit();
            }
        }
        return best;
    }

    private Solution solution(List<Choice> choices, List<Placement> placements) {
        return Solution.of(world, choices, placements, Stranded.devices(world, ledger, choices, placements));
    }
}
