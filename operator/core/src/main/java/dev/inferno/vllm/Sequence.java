package dev.inferno.vllm;

/** Progress of one request inside the server. */
final class Sequence {

    private final Request request;
    private int prefilled;
    private int generated;
    private int scheduled;

    Sequence(Request request) {
        this.request = request;
    }

    long id() {
        return request.id();
    }

    boolean prefilling() {
        return prefilled < request.promptTokens();
    }

    int promptTokensLeft() {
        return request.promptTokens() - prefilled;
    }

    /** Tokens whose keys and values are in the cache. */
    int contextTokens() {
        return prefilled + generated;
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
    }

    /** Ends the iteration for this sequence; true if it gave a token. */
    boolean complete() {
        if (scheduled == 0) {
            return false;
        }
        if (prefilling()) {
            prefilled += scheduled;
        }
        scheduled = 0;
        if (prefilling()) {
            return false;
        }
        generated++;
        return true;
    }
}
