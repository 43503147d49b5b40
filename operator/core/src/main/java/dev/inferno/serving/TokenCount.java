package dev.inferno.serving;

/**
 * Length of a prompt or an answer in tokens: mean and squared coefficient of variation (0 = fixed length).
 */
public record TokenCount(double mean, double scv) {

    public static TokenCount fixed(double tokens) {
        return new TokenCount(tokens, 0);
    }
}
