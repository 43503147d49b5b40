package dev.inferno.queueing;

/** A parameter outside its range: the message names it, its value and the range. */
public final class InvalidParameters extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public InvalidParameters(String name, double value, String range) {
        super(name + " (" + value + ") must be " + range);
    }
}
