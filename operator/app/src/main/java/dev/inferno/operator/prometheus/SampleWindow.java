package dev.inferno.operator.prometheus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The usable samples of one model's series within a span that ends now.
 *
 * <p>NaN, infinite and negative values are dropped on the way in; counter resets count from zero, as in Prometheus' rate.
 * Complexity: linear in samples. Units: seconds. Thread-safety: immutable.
 */
final class SampleWindow {

    private final List<Series> series;
    private final double now;

    private SampleWindow(List<Series> series, double now) {
        this.series = series;
        this.now = now;
    }

    /** @param pods only series of these pods, and those that name no pod */
    static SampleWindow of(Collection<Series> all, Set<String> pods, double now) {
        List<Series> kept = new ArrayList<>();
        for (Series one : all) {
            String pod = one.label("pod");
            List<Sample> usable = one.samples().stream().filter(Sample::usable).toList();
            if ((pod.isEmpty() || pods.contains(pod)) && !usable.isEmpty()) {
                kept.add(new Series(one.labels(), usable));
            }
        }
        return new SampleWindow(kept, now);
    }

    /** The same, without samples older than the span. */
    SampleWindow last(double seconds) {
        List<Series> kept = new ArrayList<>();
        for (Series one : series) {
            List<Sample> recent = one.samples().stream()
                    .filter(sample -> sample.atSeconds() >= now - seconds)
                    .toList();
            if (!recent.isEmpty()) {
                kept.add(new Series(one.labels(), recent));
            }
        }
        return new SampleWindow(kept, now);
    }

    boolean isEmpty() {
        return series.isEmpty();
    }

    boolean has(String name) {
        return series.stream().anyMatch(named(name));
    }

    /** Whether the series say which pod they are of. */
    boolean namesPods() {
        return series.stream().anyMatch(one -> !one.label("pod").isEmpty());
    }

    /** Age of the newest sample of a pod; infinite when it has none. */
    double ageSeconds(String pod) {
        return age(one -> one.label("pod").equals(pod));
    }

    /** Age of the newest sample of all. */
    double ageSeconds() {
        return age(one -> true);
    }

    private double age(Predicate<Series> which) {
        return series.stream()
                .filter(which)
                .mapToDouble(one -> now - one.samples().getLast().atSeconds())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Median time between two samples of one series; 0 when no series has two. */
    double intervalSeconds() {
        List<Double> gaps = new ArrayList<>();
        for (Series one : series) {
            for (int i = 1; i < one.samples().size(); i++) {
                gaps.add(one.samples().get(i).atSeconds()
                        - one.samples().get(i - 1).atSeconds());
            }
        }
        gaps.sort(Comparator.naturalOrder());
        return gaps.isEmpty() ? 0 : gaps.get(gaps.size() / 2);
    }

    /** Time between the first and the last sample of a name; what a count of it was counted over. */
    double coverageSeconds(Predicate<String> names) {
        double first = Double.POSITIVE_INFINITY;
        double last = Double.NEGATIVE_INFINITY;
        for (Series one : series) {
            if (names.test(one.name())) {
                first = Math.min(first, one.samples().getFirst().atSeconds());
                last = Math.max(last, one.samples().getLast().atSeconds());
            }
        }
        return Math.max(0, last - first);
    }

    /** Sum over all series of how much a counter grew. */
    double increase(String name) {
        return series.stream()
                .filter(named(name))
                .mapToDouble(SampleWindow::growth)
                .sum();
    }

    private static double growth(Series counter) {
        double grown = 0;
        for (int i = 1; i < counter.samples().size(); i++) {
            double before = counter.samples().get(i - 1).value();
            double after = counter.samples().get(i).value();
            grown += after >= before ? after - before : after;
        }
        return grown;
    }

    /** Sum over all series of the newest value of a gauge; 0 without series. */
    double now(String name) {
        return series.stream()
                .filter(named(name))
                .mapToDouble(one -> one.samples().getLast().value())
                .sum();
    }

    /** Sum over all series of newest minus oldest value of a gauge: pods come and go, so this counts those that stayed. */
    double change(String name) {
        return series.stream()
                .filter(named(name))
                .mapToDouble(one -> one.samples().getLast().value()
                        - one.samples().getFirst().value())
                .sum();
    }

    private static Predicate<Series> named(String name) {
        return one -> one.name().equals(name);
    }
}
