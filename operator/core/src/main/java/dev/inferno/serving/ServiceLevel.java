package dev.inferno.serving;

/**
 * What users are promised; 0 = no limit. {@code waitMillis} is a 95th percentile, as {@code slo-ttw} of the originals;
 * {@code percentile} applies to TTFT, {@code itlPercentile} to ITL ("mean", "p50" .. "p99").
 *
 * @param tokensPerSecond floor on the demand of the whole fleet in output tokens per second
 */
public record ServiceLevel(
        double ttftMillis,
        double itlMillis,
        double waitMillis,
        double tokensPerSecond,
        String percentile,
        String itlPercentile) {

    public static final ServiceLevel NONE = new ServiceLevel(0, 0, 0, 0, "mean", "mean");

    public static ServiceLevel ofMeans(double ttftMillis, double itlMillis, double waitMillis) {
        return new ServiceLevel(ttftMillis, itlMillis, waitMillis, 0, "mean", "mean");
    }

    /** The same with another limit on TTFT. */
    public ServiceLevel withTtft(double millis) {
        return new ServiceLevel(millis, itlMillis, waitMillis, tokensPerSecond, percentile, itlPercentile);
    }

    /** 0.95 for {@code p95}, 0 for {@code mean}. */
    public static double share(String percentile) {
        return percentile.equals("mean") ? 0 : Integer.parseInt(percentile.substring(1)) / 100.0;
    }

    public boolean hasLatencyLimit() {
        return ttftMillis > 0 || itlMillis > 0 || waitMillis > 0;
    }
}
