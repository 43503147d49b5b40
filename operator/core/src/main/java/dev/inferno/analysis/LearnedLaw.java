package dev.inferno.analysis;

import dev.inferno.calibration.Calibration;
import dev.inferno.calibration.Calibration.Unprofiled;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.Traffic;
import dev.inferno.sizing.FleetCapacity;
import dev.inferno.snapshot.AcceleratorProfile;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.snapshot.ReplicaUse;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether servers that nobody profiled are known well enough by now to size them by their law.
 *
 * <p>Problem: a law learned from little traffic is a guess about loads that nobody has seen. Method: what counts is how sure it is
 * of the load that the service level allows, since that is where decisions are made: a standard error of the capacity and of the
 * latencies there. A load far above all that was seen, or a share of the time that no traffic has told apart, keeps it large. The
 * last windows must also have come out as predicted, which a law bent by spoilt windows does not manage. Once in force it stays
 * so until the error is twice as large, or the servers change. Complexity: two sizings. Thread-safety: immutable.
 */
sealed interface LearnedLaw {

    int LEAST_WINDOWS = 8;
    int LEAST_AGREEING = 5;

    /** Relative, one standard deviation. */
    double MOST_ERROR = 0.1;

    /** Beyond what was seen to run, as long as nobody tells the limit. */
    double MORE = 1.1;

    /** What is in force may become so many times less sure. */
    double LENIENCE = 2;

    /**
     * It decides.
     *
     * @param perSecond the present demand in requests/s
     */
    record Known(Sizing.Carries carries, double perSecond) implements LearnedLaw {

        /** Replicas for it, by the law made one standard error slower. */
        int wanted() {
            FleetCapacity sure = Objects.requireNonNull(carries.sure(), "known without doubt");
            return sure.needed(perSecond, SizedVariant.LONGEST);
        }

        private Known times(double settled) {
            return new Known(carries.times(settled), perSecond);
        }
    }

    /** It does not. */
    record Unknown(String why) implements LearnedLaw {}

    /** @param on what the replicas run on */
    static LearnedLaw of(
            CycleSnapshot seen,
            VariantState variant,
            Target.Found target,
            RunningOn on,
            ResolvedLevel resolved,
            GroupLoad load) {
        ServiceLevel level = resolved.level();
        if (!seen.policy().calibration()) {
            return new Unknown("laws are not learned (INFERNO_CALIBRATION is false)");
        }
        if (level == null || !level.hasLatencyLimit()) {
            return new Unknown("no service level limits its latency, so no law can size it");
        }
        Calibration known = remembered(seen, variant, on.accelerator());
        Traffic traffic = load.traffic(seen.policy().routing());
        if (known == null) {
            return new Unknown("law not known yet: nothing was learned so far");
        }
        if (load.blocker() != null || traffic == null) {
            return new Unknown("law not asked while nothing arrives");
        }
        var candidate = new Candidate.Allowed(
                row(known, target.maxNumSeqs()), null, on.devices(), target.pod(), on.costPerReplicaHour(), null);
        return switch (judge(known, candidate, traffic, level, load.perSecond())) {
            case Unknown unknown -> unknown;
            case Known decides -> decides.times(VariantAnalysis.settled(seen, variant, on.accelerator()));
        };
    }

    /** What is known of a variant's unprofiled servers; null when nothing is. */
    static @Nullable Calibration remembered(CycleSnapshot seen, VariantState variant, String accelerator) {
        VariantMemory memory = seen.memory().of(variant.key());
        Calibration known = memory == null ? null : memory.calibration();
        boolean fits = known != null
                && known.unprofiled() != null
                && known.accelerator().equals(accelerator);
        return fits ? known : null;
    }

    /**
     * As a profile would have it. Where the servers' arguments do not tell the batch limit no metric does; then a replica is thought
     * to run little more than one has been seen to run.
     *
     * @param maxNumSeqs batch limit by the servers' arguments; null = they do not tell
     */
    static AcceleratorProfile row(Calibration known, @Nullable Integer maxNumSeqs) {
        Unprofiled state = state(known);
        int seen = (int) Math.ceil((state.full() ? 1 : MORE) * Math.max(1, state.mostRunning()));
        return new AcceleratorProfile(
                known.accelerator(), 1, known.inForce(), maxNumSeqs == null ? seen : maxNumSeqs, null, null, null);
    }

    /**
     * The state after one more reading.
     *
     * @param learned by its counters
     * @param queue so many waiting requests say that a replica is full
     */
    static Calibration after(
            Calibration before, Calibration learned, boolean inForce, List<ReplicaUse> replicas, double queue) {
        if (learned.windows() <= before.windows()) {
            return learned;
        }
        Unprofiled state = state(learned);
        int most = state.mostRunning();
        boolean full = state.full();
        for (ReplicaUse replica : replicas) {
            int running = (int) replica.running();
            boolean waits = replica.waiting() != null && replica.waiting() >= queue;
            full = running > most ? waits : full || (waits && running == most);
            most = Math.max(most, running);
        }
        return learned.with(new Unprofiled(state.agreeing(), inForce, most, full));
    }

    /** What bounds the servers a window is of; what is not known of them is not taken to be little. */
    static ServerLimits limits(Calibration known, @Nullable Integer maxNumSeqs) {
        int batch = Math.max(Sizing.DEFAULT_BATCH, state(known).mostRunning());
        return ServerLimits.ofBatch(maxNumSeqs == null ? batch : maxNumSeqs);
    }

    private static Unprofiled state(Calibration known) {
        return Objects.requireNonNull(known.unprofiled(), "servers without a profile");
    }

    /** Whether the law may decide over such a demand. */
    static LearnedLaw judge(
            Calibration known, Candidate.Allowed candidate, Traffic traffic, ServiceLevel level, double perSecond) {
        Unprofiled state = state(known);
        if (known.windows() < LEAST_WINDOWS) {
            return unknown("%d of %d windows of traffic%s", known.windows(), LEAST_WINDOWS, news(known));
        }
        if (!state.known() && state.agreeing() < LEAST_AGREEING) {
            return unknown("%d of %d windows in a row came out as predicted", state.agreeing(), LEAST_AGREEING);
        }
        return switch (Sizing.of(candidate, traffic, level, known)) {
            case Sizing.Carries carries -> {
                double error = error(known, carries, traffic);
                yield error <= (state.known() ? LENIENCE : 1) * MOST_ERROR
                        ? new Known(carries, perSecond)
                        : unknown(
                                "what a replica carries is known to %.0f %% (%.0f %% needed; only loads that differ tell)",
                                100 * Math.min(1, error), 100 * MOST_ERROR);
            }
            case Sizing.Unattainable no -> unattained(no.why());
            case Sizing.Invalid no -> unattained(no.why());
        };
    }

    private static Unknown unattained(RejectedOption why) {
        return new Unknown("by the law learned so far, " + why.reason());
    }

    private static String news(Calibration known) {
        return known.changed() == null ? "" : " since the servers changed their speed at " + known.changed();
    }

    /** Where the level binds: of the capacity, or of a latency, whichever is larger. */
    private static double error(Calibration known, Sizing.Carries carries, Traffic traffic) {
        FleetCapacity likely = carries.capacity();
        FleetCapacity sure = carries.sure();
        if (likely == null || sure == null) {
            return Double.POSITIVE_INFINITY;
        }
        double lost = 1 - sure.of(1) / likely.of(1);
        return Math.max(lost, known.error(traffic.tokens(), likely.alone().at().running()));
    }

    private static Unknown unknown(String format, Object... figures) {
        return new Unknown("law not known yet: " + String.format(Locale.ROOT, format, figures));
    }
}
