package dev.inferno.optimizer;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How good a plan is; smaller is better, compared lexicographically: unmet demand by priority, most important first,
 * then cost, then the transition, then fragmentation. No weights between them: service is never given up for cost.
 *
 * @param costPerHour cost units per hour of all granted replicas
 * @param transition sum over the variants of {@link Allocation#transitionTo}; at the same cost it is what the changes of
 *     accelerators weigh
 */
public record PlanScore(
        SortedMap<Integer, Double> unmetByPriority, double costPerHour, double transition, double fragmentation)
        implements Comparable<PlanScore> {

    public PlanScore {
        unmetByPriority = Collections.unmodifiableSortedMap(new TreeMap<>(unmetByPriority));
    }

    @Override
    public int compareTo(PlanScore other) {
        var priorities = new TreeSet<>(unmetByPriority.keySet());
        priorities.addAll(other.unmetByPriority.keySet());
        for (int priority : priorities) {
            int byUnmet = Double.compare(
                    unmetByPriority.getOrDefault(priority, 0.0), other.unmetByPriority.getOrDefault(priority, 0.0));
            if (byUnmet != 0) {
                return byUnmet;
            }
        }
        int byCost = Double.compare(costPerHour, other.costPerHour);
        if (byCost != 0) {
            return byCost;
        }
        int byTransition = Double.compare(transition, other.transition);
        return byTransition != 0 ? byTransition : Double.compare(fragmentation, other.fragmentation);
    }
}
