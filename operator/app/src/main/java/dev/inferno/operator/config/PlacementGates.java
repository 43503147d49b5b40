package dev.inferno.operator.config;

import java.time.Duration;

/**
 * @param allowed placement mode Gates; else pods behind our scheduling gate are only let go
 * @param deadline the longest such a pod waits for a planned node
 */
public record PlacementGates(boolean allowed, Duration deadline) {}
