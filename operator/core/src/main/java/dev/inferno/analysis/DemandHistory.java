package dev.inferno.analysis;

import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.Memory.DemandPeak;
import dev.inferno.snapshot.VariantSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The demand a decision remembers.
 *
 * <p>Problem: HPA stabilises by the highest recommendation of the scale-down window and the lowest of the scale-up
 * window, from a bounded memory. Method: of the past only what can still be a maximum is kept, a falling list; inside the
 * scale-up window everything is kept, since it can still be a minimum. Beyond {@link #LIMIT} entries neighbours merge
 * into the higher and later of both, so that the maximum is never read too low. Source: Kubernetes,
 * {@code stabilizeRecommendationWithBehaviors}. Complexity: O(entries). Units: requests/s. Thread-safety: stateless.
 */
public final class DemandHistory {

    /** Most entries kept per variant. */
    public static final int LIMIT = 64;

    private DemandHistory() {}

    /** How long the past counts when demand rises and when it falls. */
    public record Windows(Duration up, Duration down) {

        /** Of a group: the longest of its variants, each its own or the operator's default. */
        public static Windows of(Collection<VariantSpec> variants, FleetPolicy policy) {
            return new Windows(
                    longest(variants.stream()
                            .map(v -> orElse(v.scaleUp().stabilizationWindow(), policy.scaleUpWindow()))),
                    longest(variants.stream()
                            .map(v -> orElse(v.scaleDown().stabilizationWindow(), policy.scaleDownWindow()))));
        }

        private static Duration longest(Stream<Duration> windows) {
            return windows.max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        }

        private static Duration orElse(@Nullable Duration own, Duration policy) {
            return own == null ? policy : own;
        }
    }

    /** What to remember after one more observation: oldest first, falling (but for the scale-up window), pruned. */
    public static List<DemandPeak> next(List<DemandPeak> earlier, Instant now, double perSecond, Windows windows) {
        var kept = new ArrayList<DemandPeak>();
        for (DemandPeak peak : earlier) {
            boolean canBeMinimum =
                    within(peak, now, windows.up()) && !windows.up().isZero();
            boolean canBeMaximum = within(peak, now, windows.down()) && peak.perSecond() > perSecond;
            if (canBeMinimum || canBeMaximum) {
                kept.add(peak);
            }
        }
        kept.add(new DemandPeak(now, perSecond));
        while (kept.size() > LIMIT) {
            mergeClosest(kept);
        }
        return List.copyOf(kept);
    }

    /** What to remember when nothing could be observed: the same without what has left both windows. */
    public static List<DemandPeak> prune(List<DemandPeak> earlier, Instant now, Windows windows) {
        Duration longer = windows.up().compareTo(windows.down()) > 0 ? windows.up() : windows.down();
        return earlier.stream().filter(peak -> within(peak, now, longer)).toList();
    }

    /** Highest demand of the window, the present one included. */
    static double highest(Collection<DemandPeak> earlier, Instant now, double perSecond, Duration window) {
        return inWindow(earlier, now, window).reduce(perSecond, Math::max);
    }

    /** Lowest demand of the window, the present one included. */
    static double lowest(Collection<DemandPeak> earlier, Instant now, double perSecond, Duration window) {
        return window.isZero() ? perSecond : inWindow(earlier, now, window).reduce(perSecond, Math::min);
    }

    private static Stream<Double> inWindow(Collection<DemandPeak> earlier, Instant now, Duration window) {
        return earlier.stream().filter(peak -> within(peak, now, window)).map(DemandPeak::perSecond);
    }

    private static boolean within(DemandPeak peak, Instant now, Duration window) {
        return peak.at().isAfter(now.minus(window));
    }

    private static void mergeClosest(List<DemandPeak> peaks) {
        int closest = 0;
        for (int i = 1; i + 1 < peaks.size(); i++) {
            if (gap(peaks, i) < gap(peaks, closest)) {
                closest = i;
            }
        }
        DemandPeak later = peaks.remove(closest + 1);
        double higher = Math.max(peaks.get(closest).perSecond(), later.perSecond());
        peaks.set(closest, new DemandPeak(later.at(), higher));
    }

    private static double gap(List<DemandPeak> peaks, int at) {
        return Math.abs(peaks.get(at).perSecond() - peaks.get(at + 1).perSecond());
    }
}
