package dev.inferno.queueing;

/**
 * Steady state of a {@link BatchChain} at one arrival rate.
 *
 * @param carriedPerMilli requests/ms that get in
 * @param concurrency mean number in service seen by an accepted request while it runs, itself included; its mean service
 *     time is the law's at this number (1 when idle)
 * @param waitMillis mean wait of an accepted request
 * @param running mean number in service over time
 * @param waiting mean number waiting over time
 * @param busy probability that anything is in service
 */
record ChainState(
        double carriedPerMilli, double concurrency, double waitMillis, double running, double waiting, double busy) {

    static final ChainState IDLE = new ChainState(0, 1, 0, 0, 0, 0);
}
