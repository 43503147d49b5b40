package dev.inferno.e2e.load;

/**
 * How one request went; times in milliseconds.
 *
 * @param status "200", another HTTP status, "timeout", "connection" or "broken" (stream without its end)
 * @param startErrorMillis how late it started
 * @param ttftMillis NaN unless streamed
 * @param itlMillis gaps between the tokens of a stream
 */
record Outcome(
        String status,
        double startErrorMillis,
        double ttftMillis,
        float[] itlMillis,
        double totalMillis,
        int outputTokens) {

    private static final float[] NONE = {};

    static Outcome failed(String status, double startErrorMillis) {
        return new Outcome(status, startErrorMillis, Double.NaN, NONE, Double.NaN, 0);
    }

    static Outcome whole(double startErrorMillis, double totalMillis, int outputTokens) {
        return new Outcome("200", startErrorMillis, Double.NaN, NONE, totalMillis, outputTokens);
    }

    boolean ok() {
        return status.equals("200");
    }
}
