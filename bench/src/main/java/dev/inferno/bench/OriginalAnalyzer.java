package dev.inferno.bench;

/**
 * The analyzer of the originals (late 2025), as a yardstick: what one sizing costs there.
 *
 * <p>Problem: largest rate of one server within a mean TTFT and a mean ITL. Method: all 11 N + 1 states of the chain are filled,
 * normalised and summed for every rate tried; each limit is bisected in single precision, up to 100 rates, until the
 * latency is within 1e-6 of the limit; one more analysis at the smaller rate. Source: the service law and the search as
 * the recorded vectors of inferno-autoscaler 45b0c1c describe them; {@code OriginalAnalyzerTest} holds this class to them.
 * Complexity: O(N) per rate, with three passes. Units: milliseconds, requests/ms. Thread-safety: one instance per thread.
 */
final class OriginalAnalyzer {

    private static final int MOST_STEPS = 100;
    private static final float TOLERANCE = 1e-6f;
    private static final float MARGIN = 0.001f;
    private static final double HUGE = 1e300;

    private final OriginalServer server;
    private final float[] serviceRate;
    private final double[] probability;

    private float ttft;
    private float itl;
    private float carried;

    /** What is sized; coefficients as in the law {@code prefill2025}. */
    record OriginalServer(
            float alpha, float beta, float gamma, float delta, int batch, int queue, float input, float output) {

        /** Decodes of a request; the only token of an answer without a prompt is one, too. */
        float decodes() {
            return input == 0 && output == 1 ? 1 : output - 1;
        }

        float prefillMillis(float running) {
            return input == 0 ? 0 : gamma + delta * input * running;
        }

        float decodeMillis(float running) {
            return alpha + beta * running;
        }
    }

    /** Rates in requests/ms within each limit; where none is within it, not a number. */
    record Rates(float ttft, float itl, float carried) {}

    OriginalAnalyzer(OriginalServer server) {
        this.server = server;
        serviceRate = new float[server.batch()];
        for (int n = 1; n <= server.batch(); n++) {
            serviceRate[n - 1] = n / (server.prefillMillis(n) + server.decodes() * server.decodeMillis(n));
        }
        probability = new double[server.batch() + server.queue() + 1];
    }

    /** Sizes for both limits, each {@code > 0}. */
    Rates size(float ttftMillis, float itlMillis) {
        float ofTtft = largest(ttftMillis, true);
        float ofItl = largest(itlMillis, false);
        float rate = Math.min(ofTtft, ofItl);
        if (!Float.isNaN(rate)) {
            analyse(rate);
        }
        return new Rates(ofTtft, ofItl, carried);
    }

    private float latency(float rate, boolean ofTtft) {
        analyse(rate);
        return ofTtft ? ttft : itl;
    }

    private float largest(float limit, boolean ofTtft) {
        float low = serviceRate[0] * MARGIN;
        float high = serviceRate[serviceRate.length - 1] * (1 - MARGIN);
        float least = latency(low, ofTtft);
        if (within(least, limit)) {
            return low;
        }
        float most = latency(high, ofTtft);
        if (limit < least) {
            return Float.NaN;
        }
        if (limit >= most || within(most, limit)) {
            return high;
        }
        float middle = low;
        for (int step = 0; step < MOST_STEPS; step++) {
            middle = 0.5f * (low + high);
            float value = latency(middle, ofTtft);
            if (within(value, limit)) {
                break;
            }
            if (limit < value) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return middle;
    }

    private static boolean within(float value, float limit) {
        return Math.abs((value - limit) / limit) <= TOLERANCE;
    }

    private void analyse(float rate) {
        fill(rate);
        int batch = server.batch();
        double present = 0;
        double running = 0;
        for (int k = 0; k < probability.length; k++) {
            present += k * probability[k];
            running += Math.min(k, batch) * probability[k];
        }
        carried = (float) (rate * (1 - probability[probability.length - 1]));
        float response = (float) present / carried;
        float service = (float) running / carried;
        float concurrency = concurrency(service);
        ttft = Math.max(0, response - service) + server.prefillMillis(concurrency);
        itl = server.decodeMillis(concurrency);
    }

    /** The number running at which a request's own service takes as long as it did on average. */
    private float concurrency(float service) {
        float fixed = server.gamma() + server.alpha() * server.decodes();
        float each = server.delta() * server.input() + server.beta() * server.decodes();
        return Math.max(0, Math.min(server.batch(), (service - fixed) / each));
    }

    private void fill(float rate) {
        int batch = server.batch();
        probability[0] = 1;
        double sum = 1;
        for (int k = 1; k < probability.length; k++) {
            probability[k] = probability[k - 1] * rate / serviceRate[Math.min(k, batch) - 1];
            sum += probability[k];
            if (sum > HUGE) {
                for (int j = 0; j <= k; j++) {
                    probability[j] /= HUGE;
                }
                sum /= HUGE;
            }
        }
        for (int k = 0; k < probability.length; k++) {
            probability[k] /= sum;
        }
    }
}
