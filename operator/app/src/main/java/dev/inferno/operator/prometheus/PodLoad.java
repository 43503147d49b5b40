package dev.inferno.operator.prometheus;

import dev.inferno.snapshot.ReplicaUse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one server did in the window. Counts are growth over {@code spanSeconds}; levels are those of the last scrape.
 *
 * @param use how full it was
 * @param arrivals requests offered to it, its refusals included
 * @param countsRequests whether it exposes any request counter at all
 * @param waiting NaN when the gauge is broken
 * @param prefixHits prompt tokens found in the prefix cache, of those looked for
 */
record PodLoad(
        ReplicaUse use,
        double lastSeconds,
        double spanSeconds,
        double arrivals,
        double completions,
        boolean countsRequests,
        double running,
        double waiting,
        MeanParts itl,
        MeanParts ttft,
        double queueSeconds,
        boolean tellsQueue,
        MeanParts prompt,
        MeanParts answer,
        double allTokens,
        MeanParts prefixHits) {

    /** Mean queue time below this share of what the waiting gauge implies (Little's law) says that the gauge is stuck. */
    private static final double STUCK_SHARE = 0.1;

    /** Numerator and denominator of a mean, added over pods before dividing; count 0 = nothing to tell. */
    record MeanParts(double sum, double count) {

        static final MeanParts NONE = new MeanParts(0, 0);

        MeanParts plus(MeanParts other) {
            return new MeanParts(sum + other.sum, count + other.count);
        }

        double mean() {
            return count > 0 ? sum / count : 0;
        }
    }

    /**
     * @param name of the pod, or its scrape address
     * @param kvTokens what the KV cache of one of its engines holds; null = it does not tell
     */
    static PodLoad of(String name, SourceSeries pod, double windowSeconds, @Nullable Long kvTokens) {
        double span = pod.spanSeconds(windowSeconds);
        double completions = pod.increase(VllmNames.COMPLETIONS, windowSeconds);
        double queueSeconds = pod.increase(VllmNames.sum(VllmNames.QUEUE_TIME), windowSeconds);
        boolean tellsQueue = pod.has(VllmNames.sum(VllmNames.QUEUE_TIME));
        double waiting = pod.level(VllmNames.WAITING, pod.lastSeconds());
        boolean stuck = completions > 0
                && tellsQueue
                && pod.stuckAboveZero(VllmNames.WAITING, windowSeconds)
                && queueSeconds < STUCK_SHARE * waiting * span;
        return new PodLoad(
                use(name, pod, windowSeconds, stuck, kvTokens),
                pod.lastSeconds(),
                span,
                arrivals(pod, windowSeconds, completions),
                completions,
                pod.has(VllmNames.COMPLETIONS) || pod.has(VllmNames.ARRIVALS),
                pod.level(VllmNames.RUNNING, pod.lastSeconds()),
                stuck ? Double.NaN : waiting,
                firstOf(pod, VllmNames.ITL, windowSeconds),
                histogram(pod, VllmNames.TTFT, windowSeconds),
                queueSeconds,
                tellsQueue,
                tokens(pod, VllmNames.PROMPT_LENGTH, VllmNames.PROMPT_TOKENS, windowSeconds, completions),
                tokens(pod, VllmNames.ANSWER_LENGTH, VllmNames.ANSWER_TOKENS, windowSeconds, completions),
                pod.increase(VllmNames.ALL_TOKENS, windowSeconds),
                new MeanParts(
                        increase(pod, VllmNames.PREFIX_HITS, windowSeconds),
                        increase(pod, VllmNames.PREFIX_QUERIES, windowSeconds)));
    }

    /** At its fullest: between two scrapes a burst comes and goes. A KV gauge above 1 does not count parts of a cache. */
    private static ReplicaUse use(
            String name, SourceSeries pod, double window, boolean stuck, @Nullable Long kvTokens) {
        Double kvUsage = VllmNames.KV_USAGE.stream()
                .filter(pod::has)
                .map(gauge -> pod.highest(gauge, window))
                .filter(usage -> usage >= 0 && usage <= 1)
                .findFirst()
                .orElse(null);
        return new ReplicaUse(
                name,
                kvUsage,
                pod.peak(VllmNames.RUNNING, window),
                stuck ? null : (Double) pod.peak(VllmNames.WAITING, window),
                kvTokens);
    }

    private static double arrivals(SourceSeries pod, double window, double completions) {
        double rejections = pod.increase(VllmNames.REJECTIONS, window);
        if (pod.has(VllmNames.ARRIVALS)) {
            return pod.increase(VllmNames.ARRIVALS, window) + rejections;
        }
        double change = inServer(pod, pod.lastSeconds()) - inServer(pod, pod.firstSeconds(window));
        boolean lostOnRestart = change < 0 && pod.restarted(VllmNames.COMPLETIONS, window);
        return completions + (lostOnRestart ? 0 : change) + rejections;
    }

    private static double inServer(SourceSeries pod, double atSeconds) {
        return pod.level(VllmNames.RUNNING, atSeconds) + pod.level(VllmNames.WAITING, atSeconds);
    }

    /** Of the first name that the server exposes; 0 when it has none. */
    private static double increase(SourceSeries pod, List<String> names, double window) {
        return names.stream()
                .filter(pod::has)
                .findFirst()
                .map(name -> pod.increase(name, window))
                .orElse(0.0);
    }

    private static MeanParts firstOf(SourceSeries pod, List<String> histograms, double window) {
        return histograms.stream()
                .map(name -> histogram(pod, name, window))
                .filter(parts -> parts.count() > 0)
                .findFirst()
                .orElse(MeanParts.NONE);
    }

    private static MeanParts histogram(SourceSeries pod, String name, double window) {
        return new MeanParts(pod.increase(VllmNames.sum(name), window), pod.increase(VllmNames.count(name), window));
    }

    private static MeanParts tokens(
            SourceSeries pod, String histogram, String counter, double window, double completions) {
        if (pod.has(VllmNames.count(histogram))) {
            return histogram(pod, histogram, window);
        }
        return pod.has(counter) ? new MeanParts(pod.increase(counter, window), completions) : MeanParts.NONE;
    }
}
