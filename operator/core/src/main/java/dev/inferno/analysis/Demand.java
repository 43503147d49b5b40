package dev.inferno.analysis;

import dev.inferno.serving.TokenMix;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet of one model must serve, in requests/s.
 *
 * @param observedPerSecond measured now, or the floor of the class when that is higher
 * @param plannedPerSecond after the stabilisation windows: what the plan is made for
 * @param partial some pods did not report: the plan may rise, never fall
 * @param counted where the demand is a count of replicas, one being one request/s; null where it is in requests
 */
public record Demand(
        double observedPerSecond,
        double plannedPerSecond,
        TokenMix tokens,
        boolean partial,
        @Nullable Counted counted) {

    /**
     * A demand of servers without a profile, counted in replicas.
     *
     * @param byLaw the law that was learned decides, never below the saturation rule; else the rule alone
     * @param perSecond requests/s, where the law decides
     * @param why what decided, and on what
     */
    public record Counted(boolean byLaw, double perSecond, String why) {}

    /** Of replicas whose law is known. */
    public Demand(double observedPerSecond, double plannedPerSecond, TokenMix tokens, boolean partial) {
        this(observedPerSecond, plannedPerSecond, tokens, partial, null);
    }

    /** What the servers are to be planned for, whatever the demand is counted in. */
    public double requestsPerSecond() {
        return counted == null ? plannedPerSecond : counted.perSecond();
    }

    /** So many times as large. */
    public Demand times(double factor) {
        Counted more =
                counted == null ? null : new Counted(counted.byLaw(), counted.perSecond() * factor, counted.why());
        return new Demand(observedPerSecond * factor, plannedPerSecond * factor, tokens, partial, more);
    }
}
