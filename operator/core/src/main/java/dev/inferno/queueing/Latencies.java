package dev.inferno.queueing;

import dev.inferno.serving.ServiceLevel;

/** What a law says of latency in a given state of the chain: means in milliseconds, none of them falling with the rate. */
interface Latencies {

    double ttftMillis(ChainState state);

    double itlMillis(ChainState state);

    /** Share of the batch that runs, unless the law defines it otherwise. */
    default double utilisation(ChainState state, int batch) {
        return state.running() / batch;
    }

    /** Refuses limits the law cannot judge. */
    default void check(ServiceLevel level) {}
}
