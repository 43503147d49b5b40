package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.snapshot.VariantKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best plan and proves that it is; a service ({@link java.util.ServiceLoader}), as what it takes is large and
 * native, and so may be absent. It is only asked about pods that have no rules about other pods, and what it says is held
 * against the ledger. The same problem and the same start give the same answer, unless the wall clock ended it. Thread-safe.
 */
public interface ExactEngine {

    /** As {@code solver.engine} names it. */
    String name();

    /**
     * The best plan within the problem's budget.
     *
     * @param start the fast engine's plan: where to begin
     */
    Answer solve(PlanningProblem problem, FleetPlan start);

    /** What came of it. */
    sealed interface Answer {

        /**
         * A plan.
         *
         * @param grants one for every sizable variant
         * @param proven whether it is the best one
         * @param lowerBound cost that no plan which serves as much goes below; null unless it is proven that none serves more
         */
        record Found(
                SortedMap<VariantKey, Grant> grants,
                boolean proven,
                @Nullable Double lowerBound) implements Answer {
            public Found {
                grants = Collections.unmodifiableSortedMap(new TreeMap<>(grants));
            }
        }

        /** No plan, for the reason given. */
        record None(String reason) implements Answer {

            /** What runs stays where it is, and the start is one that moves it. */
            public static None startMoves() {
                return new None(
                        "the fast engine's plan stays: it moves running replicas, which the exact engine never does");
            }
        }
    }

    /** What one variant gets; without replicas the option is only a default. */
    record Grant(VariantOption option, SortedMap<String, Integer> replicasByNode) {
        public Grant {
            replicasByNode = Collections.unmodifiableSortedMap(new TreeMap<>(replicasByNode));
        }

        public int replicas() {
            return replicasByNode.values().stream().mapToInt(Integer::intValue).sum();
        }
    }
}
