package dev.inferno.e2e.harness;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.StreamSupport;

/** What an operator has decided, by its debug view. */
public final class Decisions {

    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final Operator operator;

    public Decisions(Operator operator) {
        this.operator = operator;
    }

    /** One decision: what was seen at that time, and what it gave each variant. */
    public record Decided(Instant at, Map<String, Row> byVariant) {

        public Map<String, Integer> desired() {
            return counts(Row::desired);
        }

        /** Only of variants that have a replica with a node. */
        public Map<String, Integer> placed() {
            Map<String, Integer> placed = counts(Row::placed);
            placed.values().removeIf(count -> count == 0);
            return placed;
        }

        private Map<String, Integer> counts(ToIntFunction<Row> of) {
            Map<String, Integer> counts = new TreeMap<>();
            byVariant.forEach((variant, row) -> counts.put(variant, of.applyAsInt(row)));
            return counts;
        }
    }

    /** @param placed replicas that have a node */
    public record Row(int wanted, int granted, int desired, int placed) {}

    /** The first decision made from what was seen after that time. */
    public Decided firstAfter(Instant event) {
        Await.until(
                "a decision after " + event,
                LONGEST,
                () -> idsNewestFirst().stream().anyMatch(id -> Instant.parse(id).isAfter(event)),
                operator::log);
        return read(idsNewestFirst().stream()
                .filter(id -> Instant.parse(id).isAfter(event))
                .reduce((newer, older) -> older)
                .orElseThrow());
    }

    private List<String> idsNewestFirst() {
        return StreamSupport.stream(
                        JsonParser.parseString(operator.body("/debug/decisions"))
                                .getAsJsonArray()
                                .spliterator(),
                        false)
                .map(row -> row.getAsJsonObject().get("at").getAsString())
                .toList();
    }

    private Decided read(String id) {
        JsonObject document =
                JsonParser.parseString(operator.body("/debug/decisions/" + id)).getAsJsonObject();
        Map<String, Row> rows = new TreeMap<>();
        for (JsonElement element : document.getAsJsonObject("decision").getAsJsonArray("variants")) {
            JsonObject row = element.getAsJsonObject();
            int placed = row.getAsJsonObject("placement").entrySet().stream()
                    .mapToInt(place -> place.getValue().getAsInt())
                    .sum();
            rows.put(
                    row.getAsJsonObject("key").get("name").getAsString(),
                    new Row(
                            row.get("wanted").getAsInt(),
                            row.get("granted").getAsInt(),
                            row.get("desired").getAsInt(),
                            placed));
        }
        return new Decided(Instant.parse(id), rows);
    }
}
