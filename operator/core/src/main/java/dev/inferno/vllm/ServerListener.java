package dev.inferno.vllm;

/** Hears what a server does while virtual time passes, many tokens at a time; of one server in order of time. */
public interface ServerListener {

    /** The request left the queue for the first time: its prefill begins. */
    void started(long requestId, double atMillis);

    void firstToken(long requestId, double atMillis);

    /** So many sequences each gave a token at the end of each of the first so many iterations of the span. */
    void decoded(int sequences, Span span, long iterations);

    /** A sequence gave its next token after it had lost its place in between. */
    void resumed(double gapMillis);

    void finished(long requestId, double atMillis);
}
