package dev.inferno.analysis;

/**
 * Why a variant cannot be sized. It holds what it has.
 *
 * @param reason decides condition and reason in the status
 * @param message names the thing, its value, the limit and the way out
 */
public record Blocker(Reason reason, String message) {

    /** Each is one row of the contract's condition table. */
    public enum Reason {
        TARGET_NOT_FOUND,
        UNSUPPORTED_KIND,
        TARGET_CLAIMED,
        METRICS_MISSING,
        METRICS_STALE,
        PROMETHEUS_ERROR,
        INVALID_CONFIGURATION,
        SLO_UNATTAINABLE,
        SATURATION_ONLY,
        INVENTORY_UNKNOWN
    }
}
