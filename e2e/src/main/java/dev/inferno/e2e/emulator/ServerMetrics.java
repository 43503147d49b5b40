package dev.inferno.e2e.emulator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counters and histograms of one server, observed when vLLM observes them: tokens as they come, per-request histograms
 * when a request finishes. Thread-safety: none, {@link ModelServer} guards it.
 */
final class ServerMetrics {

    private static final double[] QUEUE_BOUNDS = {
        .3, .5, .8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680
    };
    private static final double[] TTFT_BOUNDS = {
        .001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560
    };
    private static final double[] ITL_BOUNDS = {
        .01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80
    };
    private static final List<String> REASONS = List.of("stop", "length", "abort", "error", "repetition");

    private final Map<Family, Histogram> histograms = new EnumMap<>(Family.class);
    private final Map<String, Long> finished = new LinkedHashMap<>();
    private long arrivals;
    private long rejections;
    private long promptTokens;
    private long prefixHits;
    private long generationTokens;

    ServerMetrics(int maxModelLen) {
        REASONS.forEach(reason -> finished.put(reason, 0L));
        histograms.put(Family.REQUEST_PROMPT, Histogram.ofTokens(maxModelLen));
        histograms.put(Family.REQUEST_GENERATION, Histogram.ofTokens(maxModelLen));
        histograms.put(Family.TTFT, new Histogram(TTFT_BOUNDS));
        for (Family family : List.of(Family.ITL, Family.TPOT, Family.REQUEST_TPOT)) {
            histograms.put(family, new Histogram(ITL_BOUNDS));
        }
        for (Family family : List.of(Family.QUEUE_TIME, Family.PREFILL_TIME, Family.DECODE_TIME, Family.E2E)) {
            histograms.put(family, new Histogram(QUEUE_BOUNDS));
        }
    }

    void arrived() {
        arrivals++;
    }

    void refused() {
        rejections++;
    }

    void aborted() {
        finished.merge("abort", 1L, Long::sum);
    }

    /** @param cachedTokens of its prompt */
    void firstToken(Generation generation, int cachedTokens) {
        promptTokens += generation.request().promptTokens();
        prefixHits += cachedTokens;
        generationTokens++;
        observeMillis(Family.TTFT, generation.ttftMillis());
    }

    void token(double gapMillis) {
        generationTokens++;
        observeMillis(Family.ITL, gapMillis);
        observeMillis(Family.TPOT, gapMillis);
    }

    void finished(Generation generation) {
        CompletionRequest request = generation.request();
        finished.merge(request.finishReason(), 1L, Long::sum);
        observe(Family.REQUEST_PROMPT, request.promptTokens());
        observe(Family.REQUEST_GENERATION, request.outputTokens());
        int decodes = request.outputTokens() - 1;
        observeMillis(Family.REQUEST_TPOT, decodes == 0 ? 0 : generation.decodeMillis() / decodes);
        observeMillis(Family.QUEUE_TIME, generation.queueMillis());
        observeMillis(Family.PREFILL_TIME, generation.prefillMillis());
        observeMillis(Family.DECODE_TIME, generation.decodeMillis());
        observeMillis(Family.E2E, generation.totalMillis());
    }

    /** All series but the gauges, under the given labels. */
    List<Sample> collect(String labels) {
        List<Sample> samples = new ArrayList<>();
        finished.forEach((reason, count) ->
                samples.add(new Sample(Family.SUCCESS, "", labels + ",finished_reason=\"" + reason + "\"", count)));
        samples.add(new Sample(Family.REJECTIONS, "", labels + ",reason=\"max_num_queued_reqs\"", rejections));
        samples.add(new Sample(Family.PROMPT_TOKENS, "", labels, promptTokens));
        samples.add(new Sample(Family.PREFIX_QUERIES, "", labels, promptTokens));
        samples.add(new Sample(Family.PREFIX_HITS, "", labels, prefixHits));
        samples.add(new Sample(Family.GENERATION_TOKENS, "", labels, generationTokens));
        samples.add(new Sample(Family.ARRIVALS, "", labels, arrivals));
        samples.add(new Sample(Family.REQUESTS, "", labels, arrivals));
        samples.add(new Sample(Family.TOKENS, "", labels, promptTokens + generationTokens));
        histograms.forEach((family, histogram) -> histogram.collect(family, labels, samples));
        return samples;
    }

    private void observeMillis(Family family, double millis) {
        observe(family, millis / 1000);
    }

    private void observe(Family family, double value) {
        Histogram histogram = histograms.get(family);
        if (histogram == null) {
            throw new IllegalArgumentException(family + " is no histogram");
        }
        histogram.observe(value);
    }
}
