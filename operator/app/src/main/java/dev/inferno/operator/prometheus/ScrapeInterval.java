package dev.inferno.operator.prometheus;

import java.util.Collection;
import java.util.List;

/** How often sources are scraped, measured: the median gap between successive scrapes. */
final class ScrapeInterval {

    private ScrapeInterval() {}

    /** In seconds; 0 when nothing was scraped twice. */
    static double of(Collection<SourceSeries> sources) {
        List<Double> gaps = sources.stream()
                .flatMap(source -> source.scrapeGaps().stream())
                .sorted()
                .toList();
        return gaps.isEmpty() ? 0 : gaps.get(gaps.size() / 2);
    }
}
