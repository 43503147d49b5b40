package dev.inferno.snapshot;

/** How the router, which we do not control, spreads a model's requests over its replicas. */
public enum Routing {
    RANDOM,
    ROUND_ROBIN,
    LEAST_LOADED,
    POWER_OF_TWO;

    /** Every replica gets the same share, so the slowest option's limit binds a mix. */
    public boolean splitsEqually() {
        return this == RANDOM || this == ROUND_ROBIN;
    }
}
