package dev.inferno.snapshot;

/** A configuration value that could not be used; the last good one is kept. */
public record ConfigProblem(String source, String key, String message) {}
