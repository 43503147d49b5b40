package dev.inferno.operator.cli;

/** What a command returns to the shell. */
public final class ExitCode {

    public static final int DONE = 0;
    /** The decision says no: does not fit, SLO unattainable. */
    public static final int NO = 1;

    public static final int BAD_INPUT = 2;
    public static final int UNREACHABLE = 3;

    private ExitCode() {}
}
