package dev.inferno.analysis;

import dev.inferno.serving.Routing;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.OfferedLoad;
import java.util.List;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a reading says of a group's load.
 *
 * @param perSecond demand now, at least the throughput floor; meaningless with a blocker
 * @param tokens null = unknown: nothing finished and nothing arrives
 * @param arrivalScv squared coefficient of variation of the gaps between arrivals
 * @param blocker why nothing can be decided; null = something can
 */
record GroupLoad(
        double perSecond,
        @Nullable TokenMix tokens,
        double arrivalScv,
        boolean partial,
        @Nullable Blocker blocker,
        List<String> notes) {

    private static final double POISSON = 1;
    private static final TokenMix NO_TOKENS = TokenMix.fixed(0, 0);

    /** The requests as they reach the replicas; null while their answers' length is unknown. */
    @Nullable
    Traffic traffic(Routing routing) {
        return tokens == null ? null : new Traffic(tokens, arrivalScv, routing);
    }

    /**
     * @param tokensPerSecond floor on the demand of the whole fleet, 0 = none
     * @param nothingRuns all workloads are at 0 replicas: nothing can finish before one is started
     */
    static GroupLoad of(LoadReading reading, double tokensPerSecond, boolean nothingRuns) {
        return switch (reading) {
            case LoadReading.Fresh fresh
            when nothingRuns && !tellsLength(fresh.load()) ->
                new GroupLoad(0, null, POISSON, false, null, awaited(fresh.load()));
            case LoadReading.Fresh fresh -> of(fresh.load(), tokensPerSecond, false, List.of());
            case LoadReading.Partial partial -> of(partial.load(), tokensPerSecond, true, incomplete(partial));
            case LoadReading.Stale stale -> unknown(Blocker.Reason.METRICS_STALE, stale.reason());
            case LoadReading.Missing missing ->
                unknown(
                        switch (missing.cause()) {
                            case NO_SAMPLES -> Blocker.Reason.METRICS_MISSING;
                            case PROMETHEUS_ERROR -> Blocker.Reason.PROMETHEUS_ERROR;
                        },
                        missing.reason());
        };
    }

    /** The same where the demand is a count of replicas: one is one request/s, and no length is needed. */
    static GroupLoad ofReplicas(LoadReading reading, ToIntBiFunction<OfferedLoad, Observed> wanted) {
        return switch (reading) {
            case LoadReading.Fresh fresh ->
                new GroupLoad(
                        wanted.applyAsInt(fresh.load(), fresh.observed()), NO_TOKENS, POISSON, false, null, List.of());
            case LoadReading.Partial partial ->
                new GroupLoad(
                        wanted.applyAsInt(partial.load(), partial.observed()),
                        NO_TOKENS,
                        POISSON,
                        true,
                        null,
                        incomplete(partial));
            case LoadReading.Stale stale -> of(stale, 0, false);
            case LoadReading.Missing missing -> of(missing, 0, false);
        };
    }

    private static List<String> incomplete(LoadReading.Partial partial) {
        return List.of("not all pods report (" + partial.reason() + "): replicas may be added, none removed");
    }

    private static boolean tellsLength(OfferedLoad load) {
        return load.tokens().output().mean() > 0;
    }

    /** A gateway counts requests, not answers: to wait for the first answer would be to wait for ever. */
    private static List<String> awaited(OfferedLoad load) {
        return load.perSecond() > 0
                ? List.of(
                        "requests arrive and nothing runs: minReplicas are started, more when an answer tells its length")
                : List.of();
    }

    private static GroupLoad of(OfferedLoad load, double tokensPerSecond, boolean partial, List<String> notes) {
        double output = load.tokens().output().mean();
        if (!(load.perSecond() >= 0) || Double.isInfinite(load.perSecond())) {
            return unknown(Blocker.Reason.METRICS_MISSING, "arrival rate (" + load.perSecond() + ") is not a number");
        }
        if (output > 0) {
            // As in ReplicaSizing: without load no floor, nothing runs that could be too slow.
            double floor = load.perSecond() > 0 ? tokensPerSecond / output : 0;
            return new GroupLoad(
                    Math.max(load.perSecond(), floor), load.tokens(), load.arrivalScv(), partial, null, notes);
        }
        if (load.perSecond() > 0) {
            return unknown(
                    Blocker.Reason.METRICS_MISSING,
                    "requests arrive but none has finished yet, so the answer length is unknown; waiting for the first");
        }
        return new GroupLoad(0, null, POISSON, partial, null, notes);
    }

    private static GroupLoad unknown(Blocker.Reason reason, String message) {
        return new GroupLoad(0, null, POISSON, false, new Blocker(reason, message), List.of());
    }
}
