package dev.inferno.operator.cli;

/** Something a command needs does not answer; exit code 3. */
public final class Unreachable extends Exception {

    private static final long serialVersionUID = 1L;

    public Unreachable(String message) {
        super(message);
    }
}
