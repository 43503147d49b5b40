package dev.inferno.snapshot;

/** The load of one model in one namespace. */
public record ModelLoad(ModelKey model, LoadReading reading) {}
