package dev.inferno.operator.config;

/** A value that is not allowed; the message says what is, without naming the key. */
public final class BadValue extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    BadValue(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
