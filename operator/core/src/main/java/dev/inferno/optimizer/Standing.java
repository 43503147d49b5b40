package dev.inferno.optimizer;

import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.Placement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The plan that runs now, with no more changes than each model needs for itself.
 *
 * <p>Problem: under a shortage plans that are nearly as good lie far apart, and a load that only trembles would take replicas
 * from one model for another and give them back a minute later. Method: what runs, less what its model needs no more, plus what
 * has room beside it; kept while the best plan serves a little more only. Never where that serves a priority whole that this one does not,
 * where a less important one would live on it, or where it serves the same for less. Complexity: that of {@link Filling}.
 * Thread-safety: none.
 */
final class Standing {

    /** Parts of one model's demand that may stay unserved for peace, by priority. */
    private static final double SERVICE = 0.1;

    /** Part of the cost that may be spent for it. */
    private static final double COST = 0.02;

    private final World world;
    private final CapacityLedger ledger;

    Standing(World world, CapacityLedger ledger) {
        this.world = world;
        this.ledger = ledger;
    }

    /** Null when nothing runs. */
    @Nullable
    Solution plan() {
        List<Choice> running = running();
        if (running.stream().allMatch(choice -> choice.replicas() == 0)) {
            return null;
        }
        world.teams().forEach(team -> dropIdle(team, running));
        return besideWhatRuns(world, ledger, running);
    }

    /** As much of these choices as has room while what runs stays, and what has room besides. */
    static Solution besideWhatRuns(World world, CapacityLedger ledger, List<Choice> choices) {
        List<Choice> filled;
        List<Placement> placements;
        try (var trial = ledger.trial()) {
            var room = new LedgerRoom(world, ledger);
            filled = new Filling(world, room).fill(choices);
            placements = room.placements();
        }
        return Solution.of(world, filled, placements, Stranded.devices(world, ledger, filled, placements));
    }

    /** Whether it is good enough to stay, beside the best plan found. */
    static boolean isKept(Solution standing, Solution best) {
        if (standing.compareTo(best) <= 0) {
            return true;
        }
        Merit now = standing.merit();
        Merit then = best.merit();
        if (now.unmet().equals(then.unmet())) {
            return false;
        }
        for (int rank = 0; rank < now.unmet().size(); rank++) {
            double more = now.unmet().get(rank) - then.unmet().get(rank);
            if (now.shortfall().get(rank) > then.shortfall().get(rank)
                    || more > (then.unmet().get(rank) > 0 ? SERVICE : 0)
                    || more > 0 && lessImportantGain(now, then, rank)) {
                return false;
            }
        }
        return now.cost() <= then.cost() * (1 + COST);
    }

    private static boolean lessImportantGain(Merit now, Merit then, int rank) {
        return IntStream.range(rank + 1, now.unmet().size())
                .anyMatch(less -> now.unmet().get(less) < then.unmet().get(less));
    }

    /** What every item has; nothing where that is no option of it any more. */
    private List<Choice> running() {
        List<Choice> running = new ArrayList<>(Collections.nCopies(world.items().size(), Choice.NONE));
        for (Item item : world.items()) {
            int replicas = Math.min(item.variant().currentReplicas(), item.most());
            String current = item.variant().current();
            if (replicas > 0) {
                int option = IntStream.range(0, item.variant().options().size())
                        .filter(o -> Objects.equals(
                                current, item.variant().options().get(o).accelerator()))
                        .findFirst()
                        .orElse(-1);
                running.set(item.index(), option < 0 ? Choice.NONE : new Choice(option, replicas));
            }
        }
        return running;
    }

    /** Dearest replicas first, as long as the team serves as much without. */
    private static void dropIdle(Team team, List<Choice> choices) {
        List<Item> byCost = team.items().stream()
                .sorted((a, b) -> Double.compare(
                        b.option(choices.get(b.index())).costPerReplicaHour(),
                        a.option(choices.get(a.index())).costPerReplicaHour()))
                .toList();
        double unmet = team.unmet(choices);
        for (Item item : byCost) {
            Choice own = choices.get(item.index());
            while (own.replicas() > item.variant().minReplicas()) {
                choices.set(item.index(), own.less());
                if (team.unmet(choices) > unmet) {
                    choices.set(item.index(), own);
                    break;
                }
                own = own.less();
            }
        }
    }
}
