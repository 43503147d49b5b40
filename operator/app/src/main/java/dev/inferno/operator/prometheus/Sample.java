package dev.inferno.operator.prometheus;

/**
 * One value of a series.
 *
 * @param atSeconds Unix time; of the scrape in a range answer, of the evaluation in an instant one
 */
record Sample(double atSeconds, double value) {

    /** Neither NaN nor infinite nor negative: nothing vLLM counts may be. */
    boolean usable() {
        return Double.isFinite(value) && value >= 0;
    }
}
