package dev.inferno.analysis;

import dev.inferno.serving.TokenMix;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Memory.DemandPeak;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.snapshot.VariantKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From the demand seen to the demand planned for.
 *
 * <p>Problem: neither a dip nor a spike shorter than its window may move replicas. Method: as HPA v2, in requests/s: what
 * the current replicas carry is the value in force; it rises to the lowest demand of the scale-up window and falls to the
 * highest of the scale-down window. Whatever was measured a moment ago counts the same whatever variant remembers it.
 * Source: Kubernetes, {@code stabilizeRecommendationWithBehaviors}. Complexity: O(remembered entries). Units: requests/s.
 */
final class Stabilisation {

    private Stabilisation() {}

    static Demand demand(
            CycleSnapshot seen, GroupLoad load, List<SizedVariant> variants, DemandHistory.Windows windows) {
        double inForce = variants.stream()
                .mapToDouble(variant -> variant.current() * variant.perReplicaNow())
                .sum();
        List<VariantKey> keys =
                variants.stream().map(variant -> variant.state().key()).toList();
        double planned = planned(seen, keys, load.perSecond(), inForce, windows);
        TokenMix tokens = load.tokens() == null ? TokenMix.fixed(0, 0) : load.tokens();
        return new Demand(load.perSecond(), planned, tokens, load.partial());
    }

    /** @param inForce what the current replicas carry */
    static double planned(
            CycleSnapshot seen,
            List<VariantKey> variants,
            double perSecond,
            double inForce,
            DemandHistory.Windows windows) {
        List<DemandPeak> earlier = remembered(seen, variants);
        Instant now = seen.takenAt();
        double lowest = DemandHistory.lowest(earlier, now, perSecond, windows.up());
        double highest = DemandHistory.highest(earlier, now, perSecond, windows.down());
        return Math.max(lowest, Math.min(highest, inForce));
    }

    /**
     * Why a variant may not shrink now; null when it may. A fresh memory has not seen a whole window yet, and with the
     * answer length unknown nobody can say what the demand of the window would need.
     */
    static @Nullable String holdsScaleIn(
            CycleSnapshot seen, VariantKey key, GroupLoad load, DemandHistory.Windows windows) {
        VariantMemory memory = seen.memory().of(key);
        Duration known = memory == null ? Duration.ZERO : Duration.between(memory.firstSeen(), seen.takenAt());
        if (known.compareTo(windows.down()) < 0) {
            return "not known for a whole scale-down window (" + windows.down().toSeconds() + " s) yet: no scale-in";
        }
        double highest = memory == null
                ? 0
                : DemandHistory.highest(memory.demand(), seen.takenAt(), load.perSecond(), windows.down());
        if (load.blocker() == null && load.tokens() == null && highest > 0) {
            return "no load now, but some within the scale-down window ("
                    + windows.down().toSeconds() + " s): no scale-in yet";
        }
        return load.partial() ? "not all pods report: no scale-in" : null;
    }

    private static List<DemandPeak> remembered(CycleSnapshot seen, List<VariantKey> variants) {
        return variants.stream()
                .map(variant -> seen.memory().of(variant))
                .filter(Objects::nonNull)
                .flatMap(memory -> memory.demand().stream())
                .toList();
    }
}
