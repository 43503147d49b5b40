package dev.inferno.optimizer;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How good a plan is; smaller is better, compared lexicographically: unmet demand by priority, most important first,
 * then cost plus churn, then fragmentation. No weights between them: service is never given up for cost.
 */
public record PlanScore(SortedMap<Integer, Double> unmetByPriority, double costPlusChurn, double fragmentation)
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
        int byCost = Double.compare(costPlusChurn, other.costPlusChurn);
        return byCost != 0 ? byCost : Double.compare(fragmentation, other.fragmentation);
    }
}
