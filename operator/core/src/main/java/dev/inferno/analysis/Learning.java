package dev.inferno.analysis;

import dev.inferno.calibration.Calibration;
import dev.inferno.calibration.ServerWork;
import dev.inferno.calibration.Window;
import dev.inferno.queueing.FleetModel;
import dev.inferno.queueing.InvalidParameters;
import dev.inferno.queueing.OperatingPoint;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.Traffic;
import dev.inferno.snapshot.AcceleratorProfile;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantSpec;
import dev.inferno.snapshot.VariantState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the servers of a variant teach, and what was learned of them.
 *
 * <p>Problem: a reading tells of all servers of a model together, calibration is of one kind of server. Method: learned from only
 * while the whole model runs on one variant, every replica is ready and no rollout runs. A changed profile, or another
 * accelerator, begins anew. Of profiles only law {@code iteration} is learned, the originals' laws stay as they are; servers
 * without a profile teach it from nothing ({@link LearnedLaw}). Complexity: O(variants), one operating point. Thread-safety:
 * stateless.
 */
public final class Learning {

    /** Nearer to full the TTFT is a matter of chance. */
    private static final double BUSY = 0.8;

    /** Slower or faster than the profile by this factor is worth a word. */
    private static final double FAR = 1.25;

    private static final int SURE = 3;
    private static final int REFUSED = 5;
    private static final Duration NEWS = Duration.ofMinutes(30);

    private Learning() {}

    /** What to remember of a variant's servers after this snapshot; null when there is nothing to be learned. */
    public static @Nullable Calibration next(CycleSnapshot seen, VariantState variant, ServingGroup group) {
        Calibration before = remembered(seen, variant);
        if (variant.spec().accelerators().isEmpty()) {
            return unprofiled(seen, variant, group, before);
        }
        AcceleratorProfile row = running(variant);
        if (!seen.policy().calibration() || row == null || !(row.law() instanceof LatencyLaw.Iteration law)) {
            return before;
        }
        Calibration known = before != null && isOf(before, row)
                ? before
                : Calibration.start(row.accelerator(), law, seen.takenAt());
        return seen.load(variant.model()) instanceof LoadReading.Fresh fresh && isAlone(seen, variant)
                ? after(known, fresh, Sizing.limits(row), seen)
                : known;
    }

    private static @Nullable Calibration unprofiled(
            CycleSnapshot seen, VariantState variant, ServingGroup group, @Nullable Calibration before) {
        String accelerator = group.sizable()
                .filter(planned -> planned.key().equals(variant.key()))
                .map(GroupVariant.Sizable::current)
                .findFirst()
                .orElse(null);
        Demand demand = group.demand();
        if (!seen.policy().calibration()
                || accelerator == null
                || demand == null
                || demand.counted() == null
                || !(seen.load(variant.model()) instanceof LoadReading.Fresh fresh)
                || !(variant.target() instanceof Target.Found target)
                || !isAlone(seen, variant)) {
            return before;
        }
        Calibration remembered = LearnedLaw.remembered(seen, variant, accelerator);
        Calibration known = remembered == null ? Calibration.unprofiled(accelerator, seen.takenAt()) : remembered;
        Calibration learned = after(known, fresh, LearnedLaw.limits(known, target.maxNumSeqs()), seen);
        return LearnedLaw.after(
                known,
                learned,
                demand.counted().byLaw(),
                fresh.observed().replicas(),
                seen.policy().saturationOf(variant.model()).queueLengthThreshold());
    }

    /** What is known of the servers a row of the profile stands for; null when nothing is, or it is not asked for. */
    static @Nullable Calibration of(CycleSnapshot seen, VariantState variant, AcceleratorProfile row) {
        Calibration known = remembered(seen, variant);
        return seen.policy().calibration() && known != null && known.windows() > 0 && isOf(known, row) ? known : null;
    }

    /**
     * What the user should know of a row's servers; nothing while they are as the profile says. Without figures that change from
     * cycle to cycle, or every cycle would write the status.
     */
    static List<String> notes(CycleSnapshot seen, VariantState variant, AcceleratorProfile row) {
        Calibration known = remembered(seen, variant);
        if (!seen.policy().calibration() || known == null || !isOf(known, row)) {
            return List.of();
        }
        List<String> notes = new ArrayList<>();
        if (known.windows() == 0 && known.refused() >= REFUSED) {
            notes.add(
                    row.accelerator() + ": latencies are beyond four times what the profile says, so nothing is learned"
                            + " from them; profile these servers anew");
        }
        double slowdown = known.windows() < SURE ? 1 : slowdown(known, seen.load(variant.model()));
        if (slowdown > FAR || slowdown < 1 / FAR) {
            notes.add(row.accelerator() + ": its servers are " + (slowdown > 1 ? "slower" : "faster")
                    + " than the profile says; sized by what is measured (status.calibration)");
        }
        Instant changed = known.changed();
        if (changed != null && changed.isAfter(seen.takenAt().minus(NEWS))) {
            notes.add(row.accelerator() + ": its servers changed their speed at " + changed
                    + "; what was learned before is doubted");
        }
        return notes;
    }

    /** At the present load; 1 while it is unknown. */
    private static double slowdown(Calibration known, LoadReading reading) {
        if (!(reading instanceof LoadReading.Fresh fresh)
                || fresh.observed().work() == null
                || !(fresh.load().tokens().output().mean() > 0)) {
            return 1;
        }
        ServerWork work = fresh.observed().work();
        double running = work.decodeMillis() / (1000 * work.seconds() * work.servers());
        return known.slowdown(fresh.load().tokens(), Math.max(1, running));
    }

    private static @Nullable Calibration remembered(CycleSnapshot seen, VariantState variant) {
        VariantMemory memory = seen.memory().of(variant.key());
        return memory == null ? null : memory.calibration();
    }

    private static boolean isOf(Calibration known, AcceleratorProfile row) {
        return known.accelerator().equals(row.accelerator()) && known.profile().equals(row.law());
    }

    /** The row of the accelerator the replicas are on; null when nobody knows. */
    private static @Nullable AcceleratorProfile running(VariantState variant) {
        VariantSpec spec = variant.spec();
        String steered = variant.target() instanceof Target.Found found ? found.templateAccelerator() : null;
        String accelerator = steered == null ? spec.currentAccelerator() : steered;
        if (accelerator == null && spec.accelerators().size() == 1) {
            return spec.accelerators().getFirst();
        }
        return spec.accelerators().stream()
                .filter(row -> row.accelerator().equals(accelerator))
                .findFirst()
                .orElse(null);
    }

    private static boolean isAlone(CycleSnapshot seen, VariantState variant) {
        boolean settled = variant.target() instanceof Target.Found found
                && found.readyReplicas() == found.replicas()
                && found.podReplicas() == found.replicas()
                && !found.rolloutRunning();
        return settled
                && seen.variants().stream()
                        .filter(other -> other.model().equals(variant.model()) && !other.equals(variant))
                        .noneMatch(other -> other.target() instanceof Target.Found found && found.podReplicas() > 0);
    }

    private static Calibration after(
            Calibration before, LoadReading.Fresh fresh, ServerLimits limits, CycleSnapshot seen) {
        ServerWork work = fresh.observed().work();
        if (work == null) {
            return before;
        }
        var window = new Window(
                seen.takenAt(),
                work,
                fresh.load().tokens(),
                limits,
                seen.policy().routing());
        Calibration after = before.after(window);
        return after.updated().equals(before.updated())
                ? before
                : withTtft(after, fresh, window, Duration.between(before.updated(), after.updated()));
    }

    private static Calibration withTtft(Calibration learned, LoadReading.Fresh fresh, Window window, Duration since) {
        Observed observed = fresh.observed();
        Double ttft = observed.ttftMillis();
        if (ttft == null) {
            return learned;
        }
        try {
            var traffic = new Traffic(window.tokens(), fresh.load().arrivalScv(), window.routing());
            int servers = window.work().servers();
            OperatingPoint expected = FleetModel.of(learned.inForce(), traffic, window.limits())
                    .replica(servers)
                    .at(fresh.load().perSecond() / servers);
            boolean decides =
                    learned.unprofiled() == null || learned.unprofiled().known();
            return decides && expected.utilisation() < BUSY
                    ? learned.withTtft(ttft, expected.ttftMillis(), since.toMillis() / 60_000.0)
                    : learned;
        } catch (InvalidParameters e) {
            return learned;
        }
    }
}
