package dev.inferno.e2e.worlds;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A node of a random world.
 *
 * @param taint effect of its taint {@code dedicated}, null without one
 */
public record WorldNode(
        String name,
        SortedMap<String, String> labels,
        @Nullable String taint,
        boolean cordoned,
        String resource,
        int devices,
        int cpu,
        int pods) {

    static final String TAINT_KEY = "dedicated";

    /** What every node of ours carries. */
    static final String MARK = "scheduler-worlds";

    /** As a planning case has it; the taint of a cordon is one that a controller adds. */
    JsonObject inCase() {
        JsonObject node = new JsonObject();
        node.addProperty("name", name);
        node.add("labels", Json.of(labels));
        node.add("allocatable", amounts());
        node.addProperty("unschedulable", cordoned);
        JsonArray taints = taints();
        if (cordoned) {
            taints.add(taint("node.kubernetes.io/unschedulable", "NoSchedule"));
        }
        node.add("taints", taints);
        return node;
    }

    /** As the API server gets it; KWOK plays it. */
    JsonObject manifest() {
        JsonObject metadata = new JsonObject();
        metadata.addProperty("name", name);
        metadata.add("labels", Json.of(labels));
        metadata.add("annotations", Json.of(Map.of("kwok.x-k8s.io/node", "fake")));
        JsonObject spec = new JsonObject();
        spec.addProperty("unschedulable", cordoned);
        spec.add("taints", taints());
        JsonObject status = new JsonObject();
        status.add("capacity", amounts());
        status.add("allocatable", amounts());
        JsonObject node = Json.object("v1", "Node", metadata);
        node.add("spec", spec);
        node.add("status", status);
        return node;
    }

    private JsonObject amounts() {
        return Json.of(Map.of("cpu", "" + cpu, "memory", "1Ti", "pods", "" + pods, resource, "" + devices));
    }

    private JsonArray taints() {
        JsonArray taints = new JsonArray();
        if (taint != null) {
            taints.add(taint(TAINT_KEY, taint));
        }
        return taints;
    }

    private static JsonObject taint(String key, String effect) {
        return Json.of(Map.of("key", key, "effect", effect));
    }
}
