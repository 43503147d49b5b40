package dev.inferno.operator.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inferno.calibration.ServerWork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FleetWorkTest {

    private static final double WINDOW = 60;

    @Test
    void growthOfSumsAndCountsIsAddedOverServers() {
        ServerWork work = FleetWork.of(sources(server("p1", 4), server("p2", 4)), WINDOW, 2);

        assertEquals(new ServerWork(2, 60, 80, 4000, 80_000, 16_000, 80, 8000, true), work);
    }

    @Test
    void aServerThatJoinedOrIsMissingMakesTheWindowUnsteady() {
        ServerWork joined = FleetWork.of(sources(server("p1", 4), server("p2", 2)), WINDOW, 2);
        ServerWork missing = FleetWork.of(sources(server("p1", 4)), WINDOW, 2);

        assertNotNull(joined);
        assertNotNull(missing);
        assertFalse(joined.steady());
        assertFalse(missing.steady());
    }

    @Test
    void aServerThatBeganAnewMakesTheWindowUnsteady() {
        List<Series> restarted = new ArrayList<>(server("p1", 4));
        restarted.removeIf(series -> series.name().equals(VllmNames.COMPLETIONS));
        restarted.add(series(VllmNames.COMPLETIONS, "p1", List.of(100.0, 110.0, 5.0, 15.0, 25.0)));

        ServerWork work = FleetWork.of(sources(restarted), WINDOW, 1);

        assertNotNull(work);
        assertFalse(work.steady());
    }

    @Test
    void gapsPerRequestAreNoGapsPerToken() {
        List<Series> old = new ArrayList<>(server("p1", 4));
        old.removeIf(series -> series.name().startsWith(VllmNames.ITL.getFirst()));
        old.add(grows(VllmNames.count(VllmNames.ITL.getLast()), "p1", 4, 10));
        old.add(grows(VllmNames.sum(VllmNames.ITL.getLast()), "p1", 4, 1));

        assertNull(FleetWork.of(sources(old), WINDOW, 1));
    }

    @SafeVarargs
    private static Collection<SourceSeries> sources(List<Series>... servers) {
        List<Series> all = new ArrayList<>();
        List.of(servers).forEach(all::addAll);
        return SourceSeries.bySource(all).values();
    }

    /** Scraped every 15 s, so many times after the first. */
    private static List<Series> server(String pod, int scrapes) {
        return List.of(
                grows(VllmNames.COMPLETIONS, pod, scrapes, 10),
                grows(VllmNames.count(VllmNames.ITL.getFirst()), pod, scrapes, 500),
                grows(VllmNames.sum(VllmNames.ITL.getFirst()), pod, scrapes, 10),
                grows(VllmNames.PROMPT_TOKENS, pod, scrapes, 2000),
                grows(VllmNames.count(VllmNames.PREFILL_TIME), pod, scrapes, 10),
                grows(VllmNames.sum(VllmNames.PREFILL_TIME), pod, scrapes, 1));
    }

    private static Series grows(String name, String pod, int scrapes, double each) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i <= scrapes; i++) {
            values.add(100 + i * each);
        }
        return series(name, pod, values);
    }

    private static Series series(String name, String pod, List<Double> values) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            samples.add(new Sample(1000 + 15 * (i + 4 - (values.size() - 1)), values.get(i)));
        }
        return new Series(Map.of("__name__", name, "pod", pod), samples);
    }
}
