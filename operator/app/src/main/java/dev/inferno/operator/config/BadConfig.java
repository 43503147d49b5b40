package dev.inferno.operator.config;

import java.util.List;

/** Flags, environment or configuration file the operator cannot start with; the message is ready for the user. */
public final class BadConfig extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadConfig(List<String> problems) {
        super(String.join("\n", problems));
    }
}
