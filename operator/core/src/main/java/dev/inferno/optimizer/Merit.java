package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What counts of a plan wherever its replicas stand, smaller is better: minimums missed by priority, unmet demand by
 * priority, cost.
 */
record Merit(List<Integer> shortfall, List<Double> unmet, double cost) implements Comparable<Merit> {

    static Merit of(World world, List<Choice> choices) {
        return of(world, world.teams(), choices);
    }

    /** What some teams contribute. */
    static Merit of(World world, List<Team> teams, List<Choice> choices) {
        int ranks = world.priorities().size();
        var shortfall = new ArrayList<>(Collections.nCopies(ranks, 0));
        var unmet = new ArrayList<>(Collections.nCopies(ranks, 0.0));
        double cost = 0;
        for (Team team : teams) {
            int rank = team.rank();
            unmet.set(rank, unmet.get(rank) + team.unmet(choices));
            for (Item item : team.items()) {
                Choice choice = choices.get(item.index());
                int missing = Math.max(0, item.variant().minReplicas() - choice.replicas());
                shortfall.set(rank, shortfall.get(rank) + missing);
                cost += choice.replicas() * item.option(choice).costPerReplicaHour();
            }
        }
        unmet.replaceAll(Merit::rounded);
        return new Merit(shortfall, unmet, rounded(cost));
    }

    @Override
    public int compareTo(Merit other) {
        for (int rank = 0; rank < shortfall.size(); rank++) {
            int byShortfall = Integer.compare(shortfall.get(rank), other.shortfall.get(rank));
            if (byShortfall != 0) {
                return byShortfall;
            }
        }
        for (int rank = 0; rank < unmet.size(); rank++) {
            int byUnmet = Double.compare(unmet.get(rank), other.unmet.get(rank));
            if (byUnmet != 0) {
                return byUnmet;
            }
        }
        return Double.compare(cost, other.cost);
    }

    /** Sums in another order must compare equal. */
    static double rounded(double sum) {
        return Math.round(sum * 1e8) / 1e8;
    }
}
