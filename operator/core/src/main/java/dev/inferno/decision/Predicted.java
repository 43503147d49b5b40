package dev.inferno.decision;

/** What the model expects of each replica at the decided count; numbers rounded to 6 significant digits. */
public record Predicted(double ttftMillis, double itlMillis, double waitMillis, double utilisation) {}
