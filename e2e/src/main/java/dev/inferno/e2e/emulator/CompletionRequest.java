package dev.inferno.e2e.emulator;

/**
 * What the emulator needs to know of a completion request; one word is one token.
 *
 * @param outputTokens answer length: what {@code max_tokens} asks, else the server's default
 * @param finishReason "length" if {@code max_tokens} ends the answer, "stop" if it ends by itself
 */
record CompletionRequest(
        boolean chat,
        String model,
        int promptTokens,
        int outputTokens,
        String finishReason,
        boolean stream,
        boolean streamUsage) {}
