package dev.inferno.queueing;

/** The most a server can be offered within a service level, or why there is no such rate. */
public sealed interface LargestRate {

    /**
     * The level holds up to this rate.
     *
     * @param offeredPerSecond largest arrival rate
     * @param at the operating point there; its carried rate is the capacity of a replica
     */
    record Found(double offeredPerSecond, OperatingPoint at, Binding binding) implements LargestRate {}

    /** Even an almost idle server misses the limit: {@code minimumMillis} is the least it can do. */
    record Unattainable(Binding limit, double limitMillis, double minimumMillis) implements LargestRate {}
}
