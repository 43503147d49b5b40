package dev.inferno.operator.prometheus;

import dev.inferno.calibration.ServerWork;
import dev.inferno.operator.prometheus.PodLoad.MeanParts;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.OfferedLoad;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The load of all servers of a model together. Sums and counts are added before any mean is taken.
 *
 * @param work what calibration learns from; null when the servers do not tell
 */
record FleetLoad(
        List<PodLoad> pods, double windowSeconds, @Nullable ServerWork work) {

    private static final double MILLIS = 1000;

    FleetLoad {
        pods = List.copyOf(pods);
    }

    /** Requests/s offered, measured at the servers. */
    double arrivalsPerSecond() {
        return Math.max(0, perSecond(PodLoad::arrivals));
    }

    /** Work is going on that no counter counts: the demand cannot be known. */
    boolean worksUncounted() {
        return pods.stream().noneMatch(PodLoad::countsRequests)
                && pods.stream().anyMatch(pod -> pod.running() > 0 || pod.waiting() > 0);
    }

    /** Bounds of the rate: one standard error of the count. Arrivals are taken to be Poisson. */
    OfferedLoad offered(double perSecond, LengthSpread spread) {
        double span = pods.stream().mapToDouble(PodLoad::spanSeconds).max().orElse(windowSeconds);
        double error = Math.sqrt(perSecond * span) / span;
        return new OfferedLoad(
                Math.max(0, perSecond - error), perSecond, perSecond + error, tokens(spread), 1, windowSeconds);
    }

    Observed observed() {
        boolean tellsWaiting = pods.stream().noneMatch(pod -> Double.isNaN(pod.waiting()));
        return new Observed(
                total(PodLoad::running),
                tellsWaiting ? (Double) total(PodLoad::waiting) : null,
                millis(parts(PodLoad::itl)),
                millis(parts(PodLoad::ttft)),
                queueMillis(),
                work,
                pods.stream().map(PodLoad::use).toList());
    }

    /**
     * The originals' emulator counts prompt and answer tokens together. Then the answer is what remains after the prompt,
     * and where neither is known everything is an answer: their law charges both alike, all others charge answers more.
     */
    private TokenMix tokens(LengthSpread spread) {
        MeanParts prompt = parts(PodLoad::prompt);
        MeanParts answer = parts(PodLoad::answer);
        double completions = total(PodLoad::completions);
        double together = completions > 0 ? total(PodLoad::allTokens) / completions : 0;
        double input =
                prompt.count() > 0 || answer.count() == 0 ? prompt.mean() : Math.max(0, together - answer.mean());
        double output = answer.count() > 0 ? answer.mean() : Math.max(0, together - input);
        return new TokenMix(
                new TokenCount(input, spread.inputScv()), new TokenCount(output, spread.outputScv()), prefixHitRate());
    }

    /** Null when nothing was found: a server without the counters is taken to compute all its prompts. */
    private @Nullable Double prefixHitRate() {
        double rate = Math.min(1, parts(PodLoad::prefixHits).mean());
        return rate > 0 ? (Double) rate : null;
    }

    /** By completions: emulators record a queue time only for requests that waited. */
    private @Nullable Double queueMillis() {
        double completions = pods.stream()
                .filter(PodLoad::tellsQueue)
                .mapToDouble(PodLoad::completions)
                .sum();
        return completions > 0 ? (Double) (total(PodLoad::queueSeconds) / completions * MILLIS) : null;
    }

    private static @Nullable Double millis(MeanParts seconds) {
        return seconds.count() > 0 ? (Double) (seconds.mean() * MILLIS) : null;
    }

    private MeanParts parts(Function<PodLoad, MeanParts> of) {
        return pods.stream().map(of).reduce(MeanParts.NONE, MeanParts::plus);
    }

    private double total(ToDoubleFunction<PodLoad> of) {
        return pods.stream().mapToDouble(of).sum();
    }

    /**
     * Everything counted over the longest span: a pod that joined half-way took over load that the others already counted,
     * so its own short span would count that load twice. Never over less than half a window: a handful of requests in the
     * first seconds is no rate.
     */
    private double perSecond(ToDoubleFunction<PodLoad> of) {
        double span = pods.stream().mapToDouble(PodLoad::spanSeconds).max().orElse(0);
        return span > 0 ? total(of) / Math.max(span, windowSeconds / 2) : 0;
    }
}
