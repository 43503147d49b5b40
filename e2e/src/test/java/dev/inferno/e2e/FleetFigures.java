package dev.inferno.e2e;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Locale;

/** How long an operator's cycles took and how much it wrote, by its log. */
record FleetFigures(List<JsonObject> cycles, double bytesPerCycle) {

    static FleetFigures of(String log) {
        List<JsonObject> cycles = log.lines()
                .filter(line -> line.contains("\"msg\":\"cycle\""))
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        return new FleetFigures(cycles, (double) log.length() / Math.max(1, cycles.size()));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d cycles; ms (median, longest): %s, %s, %s, %s; most replicas %d, most scaled in one cycle %d; %.1f KB of log"
                        + " a cycle",
                cycles.size(),
                millis("millis"),
                millis("snapshotMillis"),
                millis("planMillis"),
                millis("actMillis"),
                longest("replicas"),
                longest("scaled"),
                bytesPerCycle / 1000);
    }

    private String millis(String field) {
        List<Long> sorted = cycles.stream()
                .map(cycle -> cycle.get(field).getAsLong())
                .sorted()
                .toList();
        return field + " " + sorted.get(sorted.size() / 2) + ", " + sorted.getLast();
    }

    private long longest(String field) {
        return cycles.stream()
                .mapToLong(cycle -> cycle.get(field).getAsLong())
                .max()
                .orElse(0);
    }
}
