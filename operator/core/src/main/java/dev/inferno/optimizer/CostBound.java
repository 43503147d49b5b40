package dev.inferno.optimizer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What any plan that serves all demand must cost at least.
 *
 * <p>Problem: how far can the plan found be from the best one? Method: relaxation. If room were no limit, teams would not
 * touch each other, so the least costs of the teams, each found by trying every combination of its variants, add up to a
 * bound that no plan within the same minimums and maximums can beat. Where part of the demand stays unserved nothing is
 * proven: another plan might serve more. Complexity: O(combinations), bounded. Units: cost units per hour.
 */
final class CostBound {

    /** Most combinations over all teams: some tens of milliseconds. */
    private static final double MOST_COMBINATIONS = 50_000;

    private CostBound() {}

    /** Null when nothing is proven. */
    static @Nullable Double of(World world, Solution found) {
        boolean lacksNothing = found.merit().unmet().stream().allMatch(unmet -> unmet == 0)
                && found.merit().shortfall().stream().allMatch(missing -> missing == 0);
        List<Neighbourhood> teams = world.teams().stream()
                .map(team -> new Neighbourhood(world, List.of(team)))
                .toList();
        if (!lacksNothing
                || teams.stream().mapToDouble(Neighbourhood::combinations).sum() > MOST_COMBINATIONS) {
            return null;
        }
        var all = Steps.unbounded();
        return teams.stream()
                .mapToDouble(team ->
                        team.candidates(found.choices(), all).getFirst().merit().cost())
                .sum();
    }
}
