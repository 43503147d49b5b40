package dev.inferno.vllm;

/** What happened to a request, and when in virtual time. Events of one instant come in order of admission. */
public sealed interface ServerEvent {

    long requestId();

    double atMillis();

    /** The request left the waiting queue: its first prefill step begins. */
    record Started(long requestId, double atMillis) implements ServerEvent {}

    /** The last prefill step ended and gave token 1. */
    record FirstToken(long requestId, double atMillis) implements ServerEvent {}

    /** A decode step gave token {@code index}, 2 or more. */
    record Token(long requestId, double atMillis, int index) implements ServerEvent {}

    /** The last token was given; follows its {@code FirstToken} or {@code Token} in the same instant. */
    record Finished(long requestId, double atMillis) implements ServerEvent {}
}
