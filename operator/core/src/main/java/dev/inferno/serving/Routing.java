package dev.inferno.serving;

/** How a router spreads a model's requests over its replicas. */
public enum Routing {
    RANDOM,
    ROUND_ROBIN,
    /** To the replica with the fewest requests inside. */
    LEAST_LOADED,
    /** To the less loaded of two replicas drawn at random. */
    POWER_OF_TWO;

    /** Whether servers do not see each other: what one gets does not depend on how busy the others are. */
    public boolean blind() {
        return this == RANDOM || this == ROUND_ROBIN;
    }
}
