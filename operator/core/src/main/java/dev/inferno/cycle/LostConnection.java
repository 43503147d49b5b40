package dev.inferno.cycle;

/** The cluster cannot be seen: the cycle ends and is tried again with back-off. */
public final class LostConnection extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LostConnection(String message, Throwable cause) {
        super(message, cause);
    }
}
