package dev.inferno.analysis;

import dev.inferno.snapshot.VariantKey;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** One variant of a serving group. */
public sealed interface GroupVariant {

    VariantKey key();

    /**
     * Can be planned.
     *
     * @param maxReplicas null = unbounded
     * @param current accelerator it runs on; null when unknown or none
     * @param runningByNode its own bound pods by node; their room is free for the plan
     * @param workload Deployment whose pods are its own
     * @param options at least one, cheapest per served request first
     * @param maxPendingReplicas that may be planned on nodes of elastic pools
     */
    record Sizable(
            VariantKey key,
            String workload,
            int minReplicas,
            @Nullable Integer maxReplicas,
            int currentReplicas,
            @Nullable String current,
            SortedMap<String, Integer> runningByNode,
            List<VariantOption> options,
            List<RejectedOption> rejected,
            int maxPendingReplicas)
            implements GroupVariant {
        public Sizable {
            options = List.copyOf(options);
            rejected = List.copyOf(rejected);
        }

        /** Of nodes that are there. */
        public Sizable(
                VariantKey key,
                String workload,
                int minReplicas,
                @Nullable Integer maxReplicas,
                int currentReplicas,
                @Nullable String current,
                SortedMap<String, Integer> runningByNode,
                List<VariantOption> options,
                List<RejectedOption> rejected) {
            this(
                    key,
                    workload,
                    minReplicas,
                    maxReplicas,
                    currentReplicas,
                    current,
                    runningByNode,
                    options,
                    rejected,
                    0);
        }

        public Sizable withRunning(SortedMap<String, Integer> byNode) {
            return new Sizable(
                    key,
                    workload,
                    minReplicas,
                    maxReplicas,
                    currentReplicas,
                    current,
                    byNode,
                    options,
                    rejected,
                    maxPendingReplicas);
        }

        public Sizable withOptions(List<VariantOption> others) {
            return new Sizable(
                    key,
                    workload,
                    minReplicas,
                    maxReplicas,
                    currentReplicas,
                    current,
                    runningByNode,
                    others,
                    rejected,
                    maxPendingReplicas);
        }

        /** With so many replicas, neither fewer nor more. */
        public Sizable fixed(int replicas) {
            return bounded(replicas, replicas);
        }

        /** With other bounds of its replicas. */
        public Sizable bounded(int least, int most) {
            return new Sizable(
                    key,
                    workload,
                    least,
                    most,
                    currentReplicas,
                    current,
                    runningByNode,
                    options,
                    rejected,
                    maxPendingReplicas);
        }
    }

    /** Holds what it has, for the reason given. */
    record Held(VariantKey key, Blocker blocker, List<RejectedOption> rejected) implements GroupVariant {
        public Held {
            rejected = List.copyOf(rejected);
        }
    }
}
