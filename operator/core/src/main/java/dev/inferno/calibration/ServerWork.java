package dev.inferno.calibration;

/**
 * What like servers did together in one window, as their counters say: growth of sums and counts, never means.
 *
 * <p>Units: seconds and milliseconds as named, tokens, requests. Thread-safety: immutable.
 *
 * @param servers that reported
 * @param seconds length of the window
 * @param finished answers completed
 * @param decodeTokens gaps between answer tokens
 * @param decodeMillis sum of those gaps; over the window it is the mean number of requests that decode
 * @param promptTokens prompt tokens computed or found in a prefix cache
 * @param prefills requests whose prefill time is told; 0 = the servers do not tell it
 * @param prefillMillis sum of times from leaving the queue to the first token
 * @param steady every expected server was there for the whole window and none began anew
 */
public record ServerWork(
        int servers,
        double seconds,
        double finished,
        double decodeTokens,
        double decodeMillis,
        double promptTokens,
        double prefills,
        double prefillMillis,
        boolean steady) {}
