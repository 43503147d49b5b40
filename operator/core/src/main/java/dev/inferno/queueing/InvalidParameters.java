package dev.inferno.queueing;

/** A parameter outside its range: the message names it, its value and the range. */
public final class InvalidParameters extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final String value;
    private final String range;

    public InvalidParameters(String name, double value, String range) {
        this(name, Double.toString(value), range);
    }

    public InvalidParameters(String name, String value, String range) {
        super(name + " (" + value + ") must be " + range);
        this.name = name;
        this.value = value;
        this.range = range;
    }

    public String name() {
        return name;
    }

    public String value() {
        return value;
    }

    /** What it must be, with its unit. */
    public String range() {
        return range;
    }

    /** @return value if it is finite and not negative */
    static double nonNegative(String name, double value, String unit) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new InvalidParameters(name, value, "finite and >= 0 " + unit);
        }
        return value;
    }
}
