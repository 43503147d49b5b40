package dev.inferno.profile;

import java.util.List;

/** Rows left out of a fit for one reason. */
public record Dropped(String reason, List<String> rows) {}
