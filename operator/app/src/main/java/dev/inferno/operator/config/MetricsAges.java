package dev.inferno.operator.config;

import java.time.Duration;

/** Ages of samples: good as new up to {@code fresh}, holding from {@code stale}, missing from {@code unavailable}. */
public record MetricsAges(Duration fresh, Duration stale, Duration unavailable) {}
