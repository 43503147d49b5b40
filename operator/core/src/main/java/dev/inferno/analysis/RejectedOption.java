package dev.inferno.analysis;

/** An accelerator that was considered and left out, with the reason a person can read. */
public record RejectedOption(String accelerator, String reason) {}
