package dev.inferno.analysis;

import dev.inferno.serving.TokenMix;

/**
 * What the fleet of one model must serve, in requests/s.
 *
 * @param observedPerSecond measured now, or the floor of the class when that is higher
 * @param plannedPerSecond after the stabilisation windows: what the plan is made for
 * @param partial some pods did not report: the plan may rise, never fall
 */
public record Demand(double observedPerSecond, double plannedPerSecond, TokenMix tokens, boolean partial) {}
