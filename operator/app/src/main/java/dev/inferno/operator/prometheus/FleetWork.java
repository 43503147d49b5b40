package dev.inferno.operator.prometheus;

import dev.inferno.calibration.ServerWork;
import java.util.Collection;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the servers of a model did in the window, added up: sums and counts for calibration. */
final class FleetWork {

    private static final double MILLIS = 1000;

    /** A server whose samples span less of the window came or went in it; scrapes alone cost a quarter at most. */
    private static final double WHOLE = 0.7;

    private FleetWork() {}

    /**
     * Null when the servers do not count gaps between tokens or requests.
     *
     * @param expected servers that should be there
     */
    static @Nullable ServerWork of(Collection<SourceSeries> servers, double windowSeconds, int expected) {
        String gaps = VllmNames.TOKEN_GAPS.stream()
                .filter(name -> servers.stream().allMatch(server -> server.has(VllmNames.count(name))))
                .findFirst()
                .orElse(null);
        if (servers.isEmpty()
                || gaps == null
                || servers.stream().anyMatch(server -> !server.has(VllmNames.COMPLETIONS))) {
            return null;
        }
        boolean steady = servers.size() == expected
                && servers.stream()
                        .allMatch(server -> server.spanSeconds(windowSeconds) >= WHOLE * windowSeconds
                                && !server.restarted(VllmNames.COMPLETIONS, windowSeconds)
                                && !server.restarted(VllmNames.count(gaps), windowSeconds));
        return new ServerWork(
                servers.size(),
                sum(servers, server -> server.spanSeconds(windowSeconds)) / servers.size(),
                sum(servers, server -> server.increase(VllmNames.COMPLETIONS, windowSeconds)),
                sum(servers, server -> server.increase(VllmNames.count(gaps), windowSeconds)),
                sum(servers, server -> server.increase(VllmNames.sum(gaps), windowSeconds)) * MILLIS,
                sum(servers, server -> promptTokens(server, windowSeconds)),
                sum(servers, server -> server.increase(VllmNames.count(VllmNames.PREFILL_TIME), windowSeconds)),
                sum(servers, server -> server.increase(VllmNames.sum(VllmNames.PREFILL_TIME), windowSeconds)) * MILLIS,
                steady);
    }

    private static double promptTokens(SourceSeries server, double windowSeconds) {
        boolean counted = server.has(VllmNames.PROMPT_TOKENS);
        return server.increase(
                counted ? VllmNames.PROMPT_TOKENS : VllmNames.sum(VllmNames.PROMPT_LENGTH), windowSeconds);
    }

    private static double sum(Collection<SourceSeries> servers, ToDoubleFunction<SourceSeries> of) {
        return servers.stream().mapToDouble(of).sum();
    }
}
