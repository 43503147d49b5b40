package dev.inferno.decision;

import dev.inferno.analysis.Demand;
import dev.inferno.analysis.DemandHistory;
import dev.inferno.calibration.Calibration;
import dev.inferno.snapshot.Memory.DemandPeak;
import dev.inferno.snapshot.Memory.Scaling;
import dev.inferno.snapshot.Memory.VariantMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to remember of one variant after a decision. Bounded: peaks fall and leave the window, changes age out. */
final class NextMemory {

    /** No policy's period may be longer (the CRD says so), so older changes limit nothing. */
    private static final Duration LONGEST_PERIOD = Duration.ofMinutes(30);

    private static final int MOST_CHANGES = 32;

    private NextMemory() {}

    /**
     * @param demand null when nothing is known: the peaks stay as they are, so that an outage forgets nothing
     * @param change null when the replica count stays
     * @param calibration what its servers taught by now
     */
    static VariantMemory after(
            @Nullable VariantMemory before,
            @Nullable Demand demand,
            @Nullable Scaling change,
            @Nullable Calibration calibration,
            DemandHistory.Windows windows,
            Instant now) {
        Instant firstSeen = before == null ? now : before.firstSeen();
        List<DemandPeak> peaks = before == null ? List.of() : before.demand();
        if (demand != null) {
            peaks = DemandHistory.next(peaks, now, demand.observedPerSecond(), windows);
        }
        return new VariantMemory(
                firstSeen,
                peaks,
                changes(before, change, now),
                calibration,
                before == null ? List.of() : before.settled());
    }

    private static List<Scaling> changes(@Nullable VariantMemory before, @Nullable Scaling change, Instant now) {
        List<Scaling> changes = new ArrayList<>();
        if (before != null) {
            before.scalings().stream()
                    .filter(old -> old.at().isAfter(now.minus(LONGEST_PERIOD)))
                    .forEach(changes::add);
        }
        if (change != null) {
            changes.add(change);
        }
        while (changes.size() > MOST_CHANGES) {
            // Forgotten, the oldest change would free its share of the step limits too early; so it joins the next.
            Scaling oldest = changes.removeFirst();
            Scaling next = changes.removeFirst();
            changes.addFirst(new Scaling(next.at(), next.from() - (oldest.to() - oldest.from()), next.to()));
        }
        return changes;
    }
}
