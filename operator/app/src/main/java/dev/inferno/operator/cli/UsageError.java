package dev.inferno.operator.cli;

/** A command line that cannot be understood; the message names the word and what is allowed. */
public final class UsageError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageError(String message) {
        super(message);
    }
}
