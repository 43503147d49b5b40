package dev.inferno.optimizer;

/** What stands between wanted and granted, and what would make the next replica fit. */
public record BlockedBy(CapacityReason reason, String resource, String message) {}
