package dev.inferno.vllm;

/** Progress of one request inside the server. */
final class Sequence {

    private final Request request;
    private int generated;
    private int computed;
    private int scheduled;
    private boolean started;

    Sequence(Request request) {
        this.request = request;
    }

    long id() {
        return request.id();
    }

    /** The prompt, or all tokens again after a preemption, are not computed yet. */
    boolean prefilling() {
        return generated == 0 || todo() > 1;
    }

    /** Tokens to compute before the next answer token. */
    int todo() {
        return request.promptTokens() + generated - computed;
    }

    /** Tokens whose keys and values are in the cache. */
    int computed() {
        return computed;
    }

    /** Tokens a decode step reads, the one it computes included. */
    int contextTokens() {
        return prefilling() ? computed : request.promptTokens() + generated;
    }

    int generated() {
        return generated;
    }

    boolean finished() {
        return generated == request.outputTokens();
    }

    /** Puts {@code tokens} of this sequence into the coming iteration. */
    void schedule(int tokens) {
        scheduled = tokens;
        computed += tokens;
    }

    /** True the first time. */
    boolean start() {
        boolean first = !started;
        started = true;
        return first;
    }

    /** Its keys and values are gone; what it has answered stays. */
    void preempt() {
        scheduled = 0;
        computed = 0;
    }

    /** Ends the iteration for this sequence; true if it gave a token. */
    boolean complete() {
        boolean gives = scheduled > 0 && todo() == 0;
        scheduled = 0;
        if (gives) {
            generated++;
        }
        return gives;
    }
}
