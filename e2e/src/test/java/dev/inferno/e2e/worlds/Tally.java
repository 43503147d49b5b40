package dev.inferno.e2e.worlds;

import dev.inferno.e2e.worlds.ExactPacker.Best;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts over all worlds, and the failures with their seeds. */
final class Tally {

    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> pinnings = new TreeMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private int worlds;
    private int judged;
    private int possible;
    private final Map<String, Integer> whole = new TreeMap<>();
    private double servedMost;
    private double served;
    private int grantedMost;
    private int granted;
    private int created;
    private int bound;
    private int probesBound;
    private int probesRefused;

    void fail(SchedulerWorld world, String what) {
        String failure = "seed " + world.seed() + ": " + what;
        failures.add(failure);
        // A long run tells it at once.
        System.out.println(failure);
    }

    /** @param best null when the exact packer could not tell */
    void planned(SchedulerWorld world, Plan plan, @Nullable Best best) {
        worlds++;
        pinnings.merge(plan.pinning() == null ? "unproven" : plan.pinning(), 1, Integer::sum);
        if (best == null) {
            return;
        }
        judged++;
        double here = 0;
        int wanted = 0;
        for (var variant : world.variants()) {
            here += (double) plan.granted().getOrDefault(variant.name(), 0) / variant.replicas();
            wanted += variant.replicas();
        }
        served += here;
        servedMost += best.served();
        granted += plan.replicas();
        grantedMost += best.granted();
        if (best.granted() == wanted) {
            possible++;
            if (plan.pinning() != null && plan.replicas() == wanted) {
                whole.merge(plan.pinning(), 1, Integer::sum);
            }
        }
    }

    void created(int pods) {
        created += pods;
    }

    void bound(int pods) {
        bound += pods;
    }

    /** A further pod did what it was foretold to do. */
    void foretold(boolean bound) {
        if (bound) {
            probesBound++;
        } else {
            probesRefused++;
        }
    }

    /** @param classes of reasons that count the same nodes on both sides */
    void agreed(List<String> classes) {
        classes.forEach(name -> reasons.merge(name, 1, Integer::sum));
    }

    List<String> failures() {
        return failures;
    }

    /** Of the worlds in which everything wanted can be placed, those with a guaranteed plan for all of it. */
    double guaranteedPart() {
        return possible == 0 ? 1 : (double) guaranteed() / possible;
    }

    private int guaranteed() {
        return whole.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Sum of granted over the most that could be granted. */
    double grantedPart() {
        return grantedMost == 0 ? 1 : (double) granted / grantedMost;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d worlds, %d judged by the exact packer; guaranteed plans in %d of %d where all fits (%.1f %%, by pinning %s); granted %d"
                        + " of %d replicas (%.1f %%), served %.1f of %.1f (%.1f %%); guarantees of all plans by pinning %s; %d of %d planned"
                        + " pods bound; of further pods %d bound and %d stayed pending, as foretold, for the reasons foretold %s; %d failures",
                worlds,
                judged,
                guaranteed(),
                possible,
                100 * guaranteedPart(),
                whole,
                granted,
                grantedMost,
                100 * grantedPart(),
                served,
                servedMost,
                servedMost == 0 ? 100 : 100 * served / servedMost,
                pinnings,
                bound,
                created,
                probesBound,
                probesRefused,
                reasons,
                failures.size());
    }
}
