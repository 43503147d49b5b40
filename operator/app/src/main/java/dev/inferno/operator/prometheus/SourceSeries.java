package dev.inferno.operator.prometheus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All usable series of one source of samples (a pod), by metric name.
 *
 * <p>Method: increases are added up from sample to sample, a fall being a restart from 0, and divided by the time between
 * the source's first and last scrape in the window. A series that begins after its source was first scraped began at 0.
 * Unlike {@code rate()} nothing is extrapolated, and a counter born with its first request is counted from its birth.
 * Thread-safety: immutable.
 */
final class SourceSeries {

    private final Map<String, List<Track>> byName = new HashMap<>();
    /** Apart for each scrape address: ranks on ports of their own are scraped at times of their own. */
    private final List<NavigableSet<Double>> scrapesOfTargets = new ArrayList<>();

    private final NavigableSet<Double> scrapes = new TreeSet<>();

    private SourceSeries(Collection<Series> all) {
        all.stream()
                .collect(Collectors.groupingBy(series -> series.label("instance")))
                .values()
                .forEach(this::add);
    }

    private void add(List<Series> ofTarget) {
        NavigableSet<Double> times = new TreeSet<>();
        for (Series series : ofTarget) {
            series.samples().stream().filter(Sample::usable).forEach(sample -> times.add(sample.atSeconds()));
        }
        for (Series series : ofTarget) {
            List<Sample> usable =
                    series.samples().stream().filter(Sample::usable).toList();
            if (!usable.isEmpty()) {
                boolean bornInSight = series.samples().getFirst().atSeconds() > times.first();
                byName.computeIfAbsent(series.name(), name -> new ArrayList<>()).add(new Track(usable, bornInSight));
            }
        }
        scrapesOfTargets.add(times);
        scrapes.addAll(times);
    }

    /** @param bornInSight its target was scraped before without it, so it began at 0 */
    private record Track(List<Sample> samples, boolean bornInSight) {}

    static SourceSeries of(Collection<Series> all) {
        return new SourceSeries(all);
    }

    /**
     * Groups by pod, or by scrape address where Prometheus adds no pod label. Of a pod scraped by several jobs only one
     * job's series are kept: else its load would count twice.
     */
    static SortedMap<String, SourceSeries> bySource(Collection<Series> all) {
        SortedMap<String, SortedMap<String, List<Series>>> jobsBySource = new TreeMap<>();
        for (Series series : all) {
            String source = series.label("pod").isEmpty() ? series.label("instance") : series.label("pod");
            jobsBySource
                    .computeIfAbsent(source, name -> new TreeMap<>())
                    .computeIfAbsent(series.label("job"), name -> new ArrayList<>())
                    .add(series);
        }
        SortedMap<String, SourceSeries> sources = new TreeMap<>();
        jobsBySource.forEach((source, jobs) -> jobs.values().stream()
                .map(SourceSeries::of)
                .filter(series -> !series.scrapes.isEmpty())
                .reduce((kept, other) -> other.lastSeconds() > kept.lastSeconds() + 60 ? other : kept)
                .ifPresent(series -> sources.put(source, series)));
        return sources;
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    double lastSeconds() {
        return scrapes.last();
    }

    /** Gaps between successive scrapes, in seconds. */
    List<Double> scrapeGaps() {
        List<Double> gaps = new ArrayList<>();
        for (NavigableSet<Double> ofTarget : scrapesOfTargets) {
            double before = Double.NaN;
            for (double scrape : ofTarget) {
                if (!Double.isNaN(before)) {
                    gaps.add(scrape - before);
                }
                before = scrape;
            }
        }
        return gaps;
    }

    /** First scrape of the window that ends with the last scrape. */
    double firstSeconds(double windowSeconds) {
        return scrapes.ceiling(lastSeconds() - windowSeconds);
    }

    /** What is really observed of the window; 0 when there was one scrape only. */
    double spanSeconds(double windowSeconds) {
        return lastSeconds() - firstSeconds(windowSeconds);
    }

    /** Growth of a counter in the window, over all its series; 0 when the server does not expose it. */
    double increase(String name, double windowSeconds) {
        return series(name).stream()
                .mapToDouble(track -> increase(track, firstSeconds(windowSeconds)))
                .sum();
    }

    /** Whether any series of a counter fell in the window: the server began anew. */
    boolean restarted(String name, double windowSeconds) {
        double first = firstSeconds(windowSeconds);
        for (Track track : series(name)) {
            List<Sample> samples = track.samples();
            for (int i = 1; i < samples.size(); i++) {
                if (samples.get(i - 1).atSeconds() >= first
                        && samples.get(i).value() < samples.get(i - 1).value()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Value of a gauge at a time, over all its series; 0 where it is not exposed yet. */
    double level(String name, double atSeconds) {
        double level = 0;
        for (Track track : series(name)) {
            List<Sample> samples = track.samples();
            for (int i = samples.size() - 1; i >= 0; i--) {
                if (samples.get(i).atSeconds() <= atSeconds) {
                    level += samples.get(i).value();
                    break;
                }
            }
        }
        return level;
    }

    /** Highest value of a gauge in the window, over all its series at one time. */
    double peak(String name, double windowSeconds) {
        return scrapes.tailSet(firstSeconds(windowSeconds)).stream()
                .mapToDouble(scrape -> level(name, scrape))
                .max()
                .orElse(0);
    }

    /** Highest value any single series of a gauge had in the window; 0 when it is not exposed. */
    double highest(String name, double windowSeconds) {
        double first = firstSeconds(windowSeconds);
        return series(name).stream()
                .flatMap(track -> track.samples().stream())
                .filter(sample -> sample.atSeconds() >= first)
                .mapToDouble(Sample::value)
                .max()
                .orElse(0);
    }

    /** Whether a gauge kept one value above 0 through the whole window. */
    boolean stuckAboveZero(String name, double windowSeconds) {
        double level = level(name, lastSeconds());
        return level > 0
                && scrapes.tailSet(firstSeconds(windowSeconds)).stream()
                        .allMatch(scrape -> level(name, scrape) == level);
    }

    private List<Track> series(String name) {
        return byName.getOrDefault(name, List.of());
    }

    private static double increase(Track track, double first) {
        double total = 0;
        Double before = track.bornInSight() ? 0.0 : null;
        for (Sample sample : track.samples()) {
            if (sample.atSeconds() > first && before != null) {
                total += sample.value() >= before ? sample.value() - before : sample.value();
            }
            before = sample.value();
        }
        return total;
    }
}
