package dev.inferno.optimizer;

import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Constructs a plan and improves it.
 *
 * <p>Method: first as if room were unlimited: when that fits, little is left to gain. Else greedily with the room there
 * is. Then neighbourhoods, all items at once where their combinations are few, each team, each pair of teams of which one
 * lacks something: their combinations from best to worst until one fits. In worlds small enough for the first
 * neighbourhood the result is the optimum but for the packer's own limits. Complexity: one step per packing tried; the
 * construction is not counted, so that a stopped search never takes away what it merely had no time to place.
 * Thread-safety: none.
 */
final class Search {

    /** Most combinations one neighbourhood may have. */
    private static final int MOST_COMBINATIONS = 20_000;

    private final World world;
    private final CapacityLedger ledger;
    private final Packer packer;
    private final Steps steps;

    Search(World world, CapacityLedger ledger, Steps steps) {
        this.world = world;
        this.ledger = ledger;
        this.packer = new Packer(world, ledger);
        this.steps = steps;
    }

    Solution run() {
        Solution best = constructed();
        List<Item> all = world.items();
        if (combinations(all) <= MOST_COMBINATIONS) {
            return improved(best, all);
        }
        for (Team team : world.teams()) {
            best = improved(best, team.items());
        }
        return withPairs(best);
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

    private Solution withPairs(Solution start) {
        Solution best = start;
        for (int lacking = 0; lacking < world.teams().size(); lacking++) {
            for (int other = 0; other < world.teams().size(); other++) {
                if (other != lacking && lacks(world.teams().get(lacking), best)) {
                    var both = new ArrayList<>(world.teams().get(lacking).items());
                    both.addAll(world.teams().get(other).items());
                    best = improved(best, both);
                }
            }
        }
        return best;
    }

    private static boolean lacks(Team team, Solution in) {
        return team.unmet(in.choices()) > 0
                || team.items().stream()
                        .anyMatch(item -> in.choices().get(item.index()).replicas()
                                < item.variant().minReplicas());
    }

    /** The best plan that differs from this one in these items only. */
    private Solution improved(Solution start, List<Item> items) {
        if (combinations(items) > MOST_COMBINATIONS) {
            return start;
        }
        Solution best = start;
        for (Candidate candidate : candidates(start, items)) {
            if (candidate.merit().compareTo(best.merit()) > 0 || !steps.next()) {
                break;
            }
            List<Placement> placements = packer.pack(candidate.choices());
            if (placements != null) {
                Solution found = solution(candidate.choices(), placements);
                best = found.compareTo(best) < 0 ? found : best;
            }
        }
        return best;
    }

    /** Counts that are worth packing. */
    private record Candidate(List<Choice> choices, Merit merit) {}

    private List<Candidate> candidates(Solution start, List<Item> items) {
        var found = new ArrayList<Candidate>();
        combine(start, items, 0, new ArrayList<>(start.choices()), found);
        found.sort(Comparator.comparing(Candidate::merit));
        return found;
    }

    private void combine(Solution start, List<Item> items, int at, List<Choice> choices, List<Candidate> found) {
        if (at == items.size()) {
            Merit merit = Merit.of(world, choices);
            if (merit.compareTo(start.merit()) <= 0) {
                found.add(new Candidate(List.copyOf(choices), merit));
            }
            return;
        }
        Item item = items.get(at);
        Choice before = choices.get(item.index());
        for (Choice choice : alternatives(item)) {
            choices.set(item.index(), choice);
            combine(start, items, at + 1, choices, found);
        }
        choices.set(item.index(), before);
    }

    private double combinations(List<Item> items) {
        double product = 1;
        for (Item item : items) {
            int own = 1;
            for (int option = 0; option < item.variant().options().size(); option++) {
                own += bound(item, option);
            }
            product *= own;
        }
        return product;
    }

    private List<Choice> alternatives(Item item) {
        var choices = new ArrayList<Choice>();
        choices.add(Choice.NONE);
        for (int option = 0; option < item.variant().options().size(); option++) {
            for (int replicas = 1; replicas <= bound(item, option); replicas++) {
                choices.add(new Choice(option, replicas));
            }
        }
        return choices;
    }

    private int bound(Item item, int option) {
        return world.teams().get(item.team()).bound(item, option);
    }

    private Solution solution(List<Choice> choices, List<Placement> placements) {
        return Solution.of(world, choices, placements, Stranded.devices(world, ledger, choices, placements));
    }
}
