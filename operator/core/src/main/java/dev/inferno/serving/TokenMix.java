package dev.inferno.serving;

/** Prompt and answer lengths of a model's traffic. */
public record TokenMix(TokenCount input, TokenCount output) {

    public static TokenMix fixed(double inputTokens, double outputTokens) {
        return new TokenMix(TokenCount.fixed(inputTokens), TokenCount.fixed(outputTokens));
    }

    /** Mean tokens of a request, prompt and answer together. */
    public double meanTotal() {
        return input.mean() + output.mean();
    }
}
