package dev.inferno.operator.config;

import java.time.Duration;

/**
 * @param leaseName {@code inferno-autoscaler}, with the controller instance behind it
 */
public record LeaderElection(
        boolean enabled, String leaseName, Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {}
