package dev.inferno.analysis;

import dev.inferno.snapshot.ReplicaUse;
import dev.inferno.snapshot.SaturationThresholds;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas a model needs of which nothing is known but how full they are.
 *
 * <p>Problem: no law says what a replica carries. Method: a replica is saturated at a threshold of its KV cache or of its
 * queue. When those that are not have too little to spare on average, one more is wanted. Fewer are wanted when at least two are
 * not saturated and the load, put on those left, would still leave that spare. Replicas asked for that do not report yet count as
 * if they did their part. Source: saturation analysis and thresholds of the Workload Variant Autoscaler 0.5, which moves by one
 * at a time whatever it sees. Here the queue says how many more when all are saturated, half of the replicas may go at once, and an
 * idle model needs none; and where a full batch makes requests wait, not the KV cache, it counts too. Complexity:
 * O(replicas^2). Units: parts of a KV cache, requests, replicas. Thread-safety: immutable.
 *
 * @param fullBatch requests a replica ran when others had to wait; null while that is not known
 */
record SaturationRule(SaturationThresholds limits, @Nullable Double fullBatch) {

    /** Differences of decimal fractions that are equal on paper. */
    private static final double ROUNDING = 1e-9;

    /**
     * What the rule looks at.
     *
     * @param replicas those that report
     * @param asked replicas the workloads of the model ask for
     * @param rollout pods are being replaced
     * @param settled all that are asked for are there and ready, and no more
     * @param perSecond requests that arrive at the model
     */
    record Fleet(List<ReplicaUse> replicas, int asked, boolean rollout, boolean settled, double perSecond) {
        Fleet {
            replicas = List.copyOf(replicas);
        }
    }

    int wanted(Fleet fleet) {
        List<ReplicaUse> free = fleet.replicas().stream()
                .filter(replica -> !isSaturated(replica))
                .toList();
        if (fleet.asked() == 0) {
            return fleet.perSecond() > 0 ? 1 : 0;
        }
        int reporting = fleet.replicas().size();
        if (fleet.rollout() || reporting == 0 || reporting > fleet.asked()) {
            return fleet.asked();
        }
        if (free.isEmpty()) {
            return Math.max(fleet.asked(), queued(fleet.replicas()));
        }
        if (lacksSpare(free)) {
            return Math.max(fleet.asked(), reporting + 1);
        }
        return fleet.settled() && reporting == fleet.asked() ? fewest(fleet, free) : fleet.asked();
    }

    /** One sentence of always the same words while only its figures change. */
    String tell(List<ReplicaUse> replicas) {
        long saturated = replicas.stream().filter(this::isSaturated).count();
        return String.format(
                Locale.ROOT,
                "%d of %d replicas that report are saturated: %s; %s",
                saturated,
                replicas.size(),
                fullest("KV cache", "%.2f", replicas, ReplicaUse::kvUsage, limits.kvCacheThreshold()),
                fullest("queue", "%.0f", replicas, ReplicaUse::waiting, limits.queueLengthThreshold()));
    }

    private boolean isSaturated(ReplicaUse replica) {
        Double kvUsage = replica.kvUsage();
        Double waiting = replica.waiting();
        return (kvUsage != null && kvUsage >= limits.kvCacheThreshold())
                || (waiting != null && waiting >= limits.queueLengthThreshold());
    }

    /**
     * As many as run all requests, those that wait too, as densely as the saturated ones run theirs; at least one more. A queue
     * tells that something is missing, but also how long it has been, so at most twice as many.
     */
    private static int queued(List<ReplicaUse> saturated) {
        int now = saturated.size();
        double running = Math.max(1, sum(saturated, replica -> replica.running()));
        double waiting = sum(saturated, ReplicaUse::waiting);
        return (int) Math.clamp(Math.ceil(now * (running + waiting) / running - ROUNDING), now + 1, 2L * now);
    }

    private boolean lacksSpare(List<ReplicaUse> free) {
        return !isSpared(free, ReplicaUse::kvUsage, count(free, ReplicaUse::kvUsage), kv())
                || !isSpared(free, ReplicaUse::waiting, count(free, ReplicaUse::waiting), queue());
    }

    private int fewest(Fleet fleet, List<ReplicaUse> free) {
        List<ReplicaUse> all = fleet.replicas();
        if (fleet.perSecond() <= 0 && all.stream().allMatch(SaturationRule::isIdle)) {
            return 0;
        }
        boolean told = all.stream().allMatch(replica -> replica.kvUsage() != null || isIdle(replica));
        int least = told && free.size() >= 2 ? Math.ceilDiv(all.size(), 2) : all.size();
        int left = least;
        while (left < all.size() && !isEnough(all, free, left)) {
            left++;
        }
        return left;
    }

    /** Whether what the free ones hold would fit on those of them that are left, and what all hold on all that are. */
    private boolean isEnough(List<ReplicaUse> all, List<ReplicaUse> free, int left) {
        int freeLeft = free.size() - (all.size() - left);
        return freeLeft >= 1
                && isSpared(free, ReplicaUse::kvUsage, freeLeft, kv())
                && isSpared(free, ReplicaUse::waiting, freeLeft, queue())
                && isSpared(all, ReplicaUse::kvUsage, left, kv())
                && isSpared(all, ReplicaUse::waiting, left, queue())
                && (fullBatch == null || isSpared(all, ReplicaUse::running, left, batch(fullBatch)));
    }

    /** A threshold and how far below it the mean should stay. */
    private record Bound(double threshold, double spare) {}

    private Bound kv() {
        return new Bound(limits.kvCacheThreshold(), limits.kvSpareTrigger());
    }

    private Bound queue() {
        return new Bound(limits.queueLengthThreshold(), limits.queueSpareTrigger());
    }

    /** The same part of it to spare as of the KV cache. */
    private Bound batch(double full) {
        return new Bound(full, full * limits.kvSpareTrigger() / limits.kvCacheThreshold());
    }

    /** Also when nobody tells: what is not known asks for nothing. */
    private static boolean isSpared(
            List<ReplicaUse> replicas, Function<ReplicaUse, @Nullable Double> of, long over, Bound bound) {
        return over == 0 || bound.threshold() - sum(replicas, of) / over >= bound.spare() - ROUNDING;
    }

    private static boolean isIdle(ReplicaUse replica) {
        return replica.running() == 0 && replica.waiting() != null && replica.waiting() == 0;
    }

    private static double sum(List<ReplicaUse> replicas, Function<ReplicaUse, @Nullable Double> of) {
        return replicas.stream()
                .map(of)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static long count(List<ReplicaUse> replicas, Function<ReplicaUse, @Nullable Double> of) {
        return replicas.stream().map(of).filter(Objects::nonNull).count();
    }

    private static String fullest(
            String what,
            String form,
            List<ReplicaUse> replicas,
            Function<ReplicaUse, @Nullable Double> of,
            double threshold) {
        return replicas.stream()
                .map(of)
                .filter(Objects::nonNull)
                .max(Double::compare)
                .map(most -> String.format(
                        Locale.ROOT,
                        "%s up to " + form + " (limit %s)",
                        what,
                        most,
                        BigDecimal.valueOf(threshold).stripTrailingZeros().toPlainString()))
                .orElse(what + " not told");
    }
}
