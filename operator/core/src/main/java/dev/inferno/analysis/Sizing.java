package dev.inferno.analysis;

import dev.inferno.calibration.Calibration;
import dev.inferno.queueing.FleetModel;
import dev.inferno.queueing.InvalidParameters;
import dev.inferno.queueing.LargestRate;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import dev.inferno.sizing.FleetCapacity;
import dev.inferno.snapshot.AcceleratorProfile;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What one replica on one accelerator carries within the level. */
sealed interface Sizing {

    /** vLLM's own default of {@code --max-num-seqs}; only for laws of ours, the originals' need the user's number. */
    int DEFAULT_BATCH = 256;

    /**
     * It carries something.
     *
     * @param capacity null while the answer length is unknown, which only happens without load
     * @param sure the same where it is only known roughly: replicas are taken away by this; null = {@code capacity} is sure
     */
    record Carries(
            Candidate.Allowed candidate,
            int batch,
            @Nullable FleetCapacity capacity,
            @Nullable FleetCapacity sure) implements Sizing {

        /** The same, the formula being off by this factor. */
        Carries times(double factor) {
            return new Carries(
                    candidate,
                    batch,
                    capacity == null ? null : capacity.times(factor),
                    sure == null ? null : sure.times(factor));
        }

        /** Requests/s of each of so many replicas; 0 while unknown. */
        double each(int replicas) {
            return capacity == null ? 0 : capacity.of(Math.max(1, replicas)) / Math.max(1, replicas);
        }
    }

    /** Even an idle replica misses the level. */
    record Unattainable(RejectedOption why) implements Sizing {}

    /** The row cannot be computed. */
    record Invalid(RejectedOption why) implements Sizing {}

    /** A request of this length is the least any law can be asked: a level it misses, no traffic can keep. */
    Traffic SHORTEST = Traffic.poisson(TokenMix.fixed(1, 2));

    /** @param traffic null = unknown: only whether the level can be kept at all is computed */
    static Sizing of(Candidate.Allowed candidate, @Nullable Traffic traffic, ServiceLevel level) {
        AcceleratorProfile row = candidate.profile();
        LatencyLaw law = row.law();
        Integer batch = row.maxBatchSize();
        if (law == null || (batch == null && !(law instanceof LatencyLaw.Iteration))) {
            return invalid(row, "maxBatchSize is required with law " + (law == null ? "" : law.name()));
        }
        ServerLimits limits = limits(row);
        try {
            FleetModel fleet = FleetModel.of(law, traffic == null ? SHORTEST : traffic, limits);
            return switch (fleet.replica(1).largestRate(level)) {
                case LargestRate.Found found
                when traffic == null -> new Carries(candidate, limits.maxBatchSize(), null, null);
                case LargestRate.Found found
                when found.at().carriedPerSecond() > 0 ->
                    new Carries(candidate, limits.maxBatchSize(), FleetCapacity.of(fleet, level, found), null);
                case LargestRate.Found found -> invalid(row, "carries no load at all within the SLO");
                case LargestRate.Unattainable no -> new Unattainable(unattainable(row, law, no));
            };
        } catch (InvalidParameters e) {
            return invalid(row, String.valueOf(e.getMessage()));
        }
    }

    /** As {@link #of(Candidate.Allowed, Traffic, ServiceLevel)}, by what was learned of such servers instead of the profile. */
    static Sizing of(Candidate.Allowed candidate, Traffic traffic, ServiceLevel level, Calibration learned) {
        ServiceLevel measured = level.withTtft(level.ttftMillis() / learned.ttftBias());
        Sizing expected = of(candidate.by(learned.inForce()), traffic, measured);
        if (!(expected instanceof Carries carries) || carries.capacity() == null) {
            return expected;
        }
        double running = carries.capacity().alone().at().running();
        Sizing sure = of(candidate.by(learned.cautious(traffic.tokens(), running)), traffic, measured);
        return sure instanceof Carries less
                ? new Carries(candidate, carries.batch(), carries.capacity(), less.capacity())
                : expected;
    }

    static ServerLimits limits(AcceleratorProfile row) {
        return new ServerLimits(
                row.maxBatchSize() == null ? DEFAULT_BATCH : row.maxBatchSize(),
                null,
                row.maxBatchedTokens() == null ? ServerLimits.DEFAULT_BATCHED_TOKENS : row.maxBatchedTokens(),
                row.kvTokens());
    }

    private static Invalid invalid(AcceleratorProfile row, String reason) {
        return new Invalid(new RejectedOption(row.accelerator(), reason));
    }

    private static RejectedOption unattainable(AcceleratorProfile row, LatencyLaw law, LargestRate.Unattainable no) {
        return new RejectedOption(
                row.accelerator(),
                no.limit() + " limit (" + millis(no.limitMillis()) + ") is below the least law " + law.name()
                        + " can do on " + row.accelerator() + " (" + millis(no.minimumMillis())
                        + "); raise the limit above it or profile a faster accelerator");
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.4g ms", value);
    }
}
