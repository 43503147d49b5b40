package dev.inferno.vllm;

/**
 * Progress of one request inside the server. While it decodes, every iteration gives it a token: only the iteration at which
 * it would have had none is kept.
 */
final class Sequence {

    private final Request request;
    private int generated;
    private int computed;
    private long origin;
    private boolean decoding;
    private boolean started;
    private double lastTokenMillis;

    Sequence(Request request) {
        this.request = request;
    }

    long id() {
        return request.id();
    }

    boolean decoding() {
        return decoding;
    }

    /** Tokens of the prompt, or after a preemption of all, that are not computed yet. */
    int todo() {
        return request.promptTokens() + generated - computed;
    }

    /** It is let in: what the prefix cache holds of it need not be computed. Tokens that take room from now on. */
    int findCached() {
        computed = request.cachedTokens();
        return computed;
    }

    /** Puts a chunk into the coming iteration. */
    void compute(int tokens) {
        computed += tokens;
    }

    /** Tokens given after so many iterations of the server. */
    int generated(long iterations) {
        return decoding ? (int) (iterations - origin) : generated;
    }

    /** Tokens a decode of the next iteration reads, the one it computes included. */
    long contextTokens(long iterations) {
        return decoding ? (long) request.promptTokens() + generated(iterations) : computed;
    }

    /** Tokens whose keys and values are in the cache after so many of its steps. */
    long heldTokens(long steps) {
        return decoding ? contextTokens(steps) - 1 : computed;
    }

    /** The iteration that ends its answer. */
    long lastIteration() {
        return origin + request.outputTokens();
    }

    /** The last chunk is computed and gives a token, the first or the next one. */
    void startDecoding(long iterations) {
        generated++;
        origin = iterations - generated;
        decoding = true;
    }

    /** True the first time. */
    boolean start() {
        boolean first = !started;
        started = true;
        return first;
    }

    /** Its keys and values are gone; what it has answered stays. */
    void preempt(long iterations, double atMillis) {
        if (decoding) {
            generated = generated(iterations);
            lastTokenMillis = atMillis;
        }
        decoding = false;
        computed = 0;
    }

    /** Time of the token before a preemption. */
    double lastTokenMillis() {
        return lastTokenMillis;
    }
}
