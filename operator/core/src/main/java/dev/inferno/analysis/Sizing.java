package dev.inferno.analysis;

import dev.inferno.calibration.Calibration;
import dev.inferno.queueing.Binding;
import dev.inferno.queueing.InvalidParameters;
import dev.inferno.queueing.LargestRate;
import dev.inferno.queueing.QueueModel;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
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
     * @param perReplica requests/s; null while the answer length is unknown, which only happens without load
     * @param cautiousPerReplica requests/s that are sure, at most {@code perReplica}: replicas are taken away by these
     */
    record Carries(
            Candidate.Allowed candidate,
            int batch,
            @Nullable Double perReplica,
            @Nullable Double cautiousPerReplica,
            @Nullable Binding binding,
            @Nullable QueueModel model)
            implements Sizing {

        /** The same, of which so much is sure. */
        Carries cautious(double sure) {
            return new Carries(candidate, batch, perReplica, sure, binding, model);
        }
    }

    /** Even an idle replica misses the level. */
    record Unattainable(RejectedOption why) implements Sizing {}

    /** The row cannot be computed. */
    record Invalid(RejectedOption why) implements Sizing {}

    /** A request of this length is the least any law can be asked: a level it misses, no traffic can keep. */
    TokenMix SHORTEST = TokenMix.fixed(1, 2);

    /** @param tokens null = unknown: only whether the level can be kept at all is computed */
    static Sizing of(Candidate.Allowed candidate, @Nullable TokenMix tokens, ServiceLevel level) {
        AcceleratorProfile row = candidate.profile();
        LatencyLaw law = row.law();
        Integer batch = row.maxBatchSize();
        if (law == null || (batch == null && !(law instanceof LatencyLaw.Iteration))) {
            return invalid(row, "maxBatchSize is required with law " + (law == null ? "" : law.name()));
        }
        ServerLimits limits = limits(row);
        try {
            QueueModel model = QueueModel.of(law, tokens == null ? SHORTEST : tokens, limits);
            return switch (model.largestRate(level)) {
                case LargestRate.Found found
                when tokens == null -> new Carries(candidate, limits.maxBatchSize(), null, null, null, null);
                case LargestRate.Found found
                when found.at().carriedPerSecond() > 0 -> carries(candidate, model, found, limits.maxBatchSize());
                case LargestRate.Found found -> invalid(row, "carries no load at all within the SLO");
                case LargestRate.Unattainable no -> new Unattainable(unattainable(row, law, no));
            };
        } catch (InvalidParameters e) {
            return invalid(row, String.valueOf(e.getMessage()));
        }
    }

    /** As {@link #of(Candidate.Allowed, TokenMix, ServiceLevel)}, by what was learned of such servers instead of the profile. */
    static Sizing of(Candidate.Allowed candidate, TokenMix tokens, ServiceLevel level, Calibration learned) {
        ServiceLevel measured = level.withTtft(level.ttftMillis() / learned.ttftBias());
        Sizing expected = of(candidate.by(learned.inForce()), tokens, measured);
        if (!(expected instanceof Carries carries) || carries.perReplica() == null || carries.model() == null) {
            return expected;
        }
        double running = carries.model().at(carries.perReplica()).running();
        Sizing sure = of(candidate.by(learned.cautious(tokens, running)), tokens, measured);
        return sure instanceof Carries less && less.perReplica() != null
                ? carries.cautious(Math.min(carries.perReplica(), less.perReplica()))
                : carries;
    }

    static ServerLimits limits(AcceleratorProfile row) {
        return new ServerLimits(
                row.maxBatchSize() == null ? DEFAULT_BATCH : row.maxBatchSize(),
                null,
                row.maxBatchedTokens() == null ? ServerLimits.DEFAULT_BATCHED_TOKENS : row.maxBatchedTokens(),
                row.kvTokens());
    }

    private static Carries carries(Candidate.Allowed candidate, QueueModel model, LargestRate.Found found, int batch) {
        double rate = found.at().carriedPerSecond();
        return new Carries(candidate, batch, rate, rate, found.binding(), model);
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
