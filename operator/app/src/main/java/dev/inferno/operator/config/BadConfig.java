package dev.inferno.operator.config;

import java.util.List;

/** Flags, environment or configuration file the operator cannot start with. */
public final class BadConfig extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String text;

    BadConfig(List<String> problems) {
        this(String.join("\n", problems));
    }

    private BadConfig(String text) {
        super(text);
        this.text = text;
    }

    /** The message, ready for the user: one line per mistake. */
    public String text() {
        return text;
    }
}
