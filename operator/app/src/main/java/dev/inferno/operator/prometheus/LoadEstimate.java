package dev.inferno.operator.prometheus;

import dev.inferno.serving.TokenMix;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.OfferedLoad;
import org.jspecify.annotations.Nullable;

/**
 * From counters to a load.
 *
 * <p>Problem: completions alone under-read demand exactly under overload. Method: arrivals where somebody counts them, the
 * gateway before the server; else completions plus the growth of what waits and runs. Refused requests are added. Rates
 * are counts over the time actually covered by samples, so that a fresh start or a gap does not read as a lower load.
 * Units: requests/s, milliseconds. Thread-safety: stateless.
 */
final class LoadEstimate {

    private LoadEstimate() {}

    /** @param gateway series of the gateway's arrival counters; may be empty */
    static OfferedLoad offered(SampleWindow servers, SampleWindow gateway) {
        double count = Double.NaN;
        double covered = 0;
        for (String name : Names.GATEWAY_ARRIVALS) {
            if (Double.isNaN(count) && gateway.has(name)) {
                count = gateway.increase(name);
                covered = gateway.coverageSeconds(name::equals);
            }
        }
        if (Double.isNaN(count)) {
            count = arrivals(servers) + servers.increase(Names.REJECTIONS);
            covered = servers.coverageSeconds(name -> true);
        }
        double error = StrictMath.sqrt(count);
        return new OfferedLoad(
                Math.max(0, count - error) / covered,
                count / covered,
                (count + error) / covered,
                tokens(servers),
                1,
                covered);
    }

    private static double arrivals(SampleWindow servers) {
        if (servers.has(Names.ARRIVALS)) {
            return servers.increase(Names.ARRIVALS);
        }
        double underWay = servers.change(Names.RUNNING) + servers.change(Names.WAITING);
        return Math.max(0, servers.increase(Names.COMPLETIONS) + underWay);
    }

    /** Means of what finished; 0 where nothing did. Where only the sum of both is known, all of it counts as answer. */
    private static TokenMix tokens(SampleWindow servers) {
        double completions = servers.increase(Names.COMPLETIONS);
        double prompt = mean(servers, Names.PROMPT_HISTOGRAM, Names.PROMPT_COUNTER, completions);
        double answer = mean(servers, Names.ANSWER_HISTOGRAM, Names.ANSWER_COUNTER, completions);
        if (prompt == 0 && answer == 0 && completions > 0) {
            answer = servers.increase(Names.TOKENS_COUNTER) / completions;
        }
        return TokenMix.fixed(prompt, answer);
    }

    private static double mean(SampleWindow servers, String histogram, String counter, double completions) {
        double observations = servers.increase(histogram + "_count");
        if (observations > 0) {
            return servers.increase(histogram + "_sum") / observations;
        }
        return completions > 0 ? servers.increase(counter) / completions : 0;
    }

    static Observed observed(SampleWindow servers) {
        Double itl = null;
        for (String name : Names.ITL) {
            itl = itl == null ? millis(servers, name) : itl;
        }
        double completions = servers.increase(Names.COMPLETIONS);
        Double queue = completions > 0 && servers.has(Names.QUEUE_TIME + "_sum")
                ? servers.increase(Names.QUEUE_TIME + "_sum") / completions * 1000
                : null;
        return new Observed(
                servers.now(Names.RUNNING), servers.now(Names.WAITING), itl, millis(servers, Names.TTFT), queue);
    }

    private static @Nullable Double millis(SampleWindow servers, String histogram) {
        double observations = servers.increase(histogram + "_count");
        return observations > 0 ? servers.increase(histogram + "_sum") / observations * 1000 : null;
    }
}
