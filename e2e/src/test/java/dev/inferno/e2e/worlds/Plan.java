package dev.inferno.e2e.worlds;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code inferno plan} answered to one world.
 *
 * @param pinning {@code none}, {@code nodes} or {@code replicas}; null when no guarantee was given
 * @param granted replicas by variant
 * @param placement replicas by node, by variant
 * @param blocked the sentence that tells why no more fit, by variant
 */
record Plan(
        @Nullable String pinning,
        Map<String, Integer> granted,
        Map<String, SortedMap<String, Integer>> placement,
        Map<String, String> blocked) {

    static Plan parse(String line) {
        JsonObject answer = JsonParser.parseString(line).getAsJsonObject();
        if (answer.has("error")) {
            throw new AssertionError("inferno plan refuses: " + answer.get("error"));
        }
        Map<String, Integer> granted = new TreeMap<>();
        Map<String, String> blocked = new TreeMap<>();
        Map<String, SortedMap<String, Integer>> placement = new TreeMap<>();
        for (JsonObject variant : objects(answer.getAsJsonArray("variants"))) {
            String name = variant.get("name").getAsString();
            granted.put(name, variant.get("granted").getAsInt());
            placement.put(name, new TreeMap<>());
            if (variant.has("blockedBy")) {
                blocked.put(
                        name,
                        variant.getAsJsonObject("blockedBy").get("message").getAsString());
            }
        }
        for (JsonObject placed : objects(answer.getAsJsonArray("placement"))) {
            placement
                    .getOrDefault(placed.get("variant").getAsString(), new TreeMap<>())
                    .put(
                            placed.get("node").getAsString(),
                            placed.get("replicas").getAsInt());
        }
        String pinning = answer.has("pinning") ? answer.get("pinning").getAsString() : null;
        return new Plan(pinning, granted, placement, blocked);
    }

    int replicas() {
        return granted.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Replicas by node. */
    SortedMap<String, Integer> nodes(SchedulerWorld.Variant variant) {
        return placement.getOrDefault(variant.name(), new TreeMap<>());
    }

    /** By variant and node, in the order of the world's lists. */
    int[][] counts(SchedulerWorld world) {
        int[][] counts = new int[world.variants().size()][world.nodes().size()];
        for (int v = 0; v < counts.length; v++) {
            var nodes = nodes(world.variants().get(v));
            for (int n = 0; n < counts[v].length; n++) {
                counts[v][n] = nodes.getOrDefault(world.nodes().get(n).name(), 0);
            }
        }
        return counts;
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
    }
}
