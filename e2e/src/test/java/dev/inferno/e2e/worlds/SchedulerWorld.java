package dev.inferno.e2e.worlds;

import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A few nodes, what stands on them, and what shall come; no other world's pods or nodes can be meant by its rules.
 *
 * @param slot its place in the batch, which names its namespaces
 */
public record SchedulerWorld(
        long seed, int slot, List<WorldNode> nodes, List<Foreign> foreign, List<Variant> variants) {

    /** A pod that stands before anything is planned. */
    public record Foreign(WorldPod pod, String node) {}

    /** Equal pods that are wanted. */
    public record Variant(String name, int replicas, WorldPod pod) {}

    static String namespace(int slot) {
        return "world-" + slot;
    }

    /** Where only foreign pods are. */
    static String otherNamespace(int slot) {
        return "world-" + slot + "-other";
    }

    /** The one whose namespace it is. */
    static SchedulerWorld of(List<SchedulerWorld> worlds, String namespace) {
        return worlds.stream()
                .filter(world -> namespace(world.slot()).equals(namespace))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Where pods of a variant are, a node as often as it has some.
     *
     * @param bound nodes of pods of all worlds, by namespace and name
     */
    List<String> nodesOf(Variant variant, Map<String, String> bound) {
        String prefix = variant.pod().namespace() + "/" + variant.name() + "-";
        return bound.entrySet().stream()
                .filter(pod -> pod.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The same as numbers by variant and node, in the order of the lists. */
    int[][] counts(Map<String, String> bound) {
        int[][] counts = new int[variants.size()][nodes.size()];
        for (int v = 0; v < counts.length; v++) {
            List<String> own = nodesOf(variants.get(v), bound);
            for (int n = 0; n < counts[v].length; n++) {
                counts[v][n] = Collections.frequency(own, nodes.get(n).name());
            }
        }
        return counts;
    }

    /** All of it as a planning case. */
    JsonObject planningCase() {
        return planningCase(
                nodes,
                foreign.stream()
                        .map(pod -> PodJson.standing(pod.pod(), pod.node()))
                        .toList(),
                variants);
    }

    /** Other nodes, pods and variants, with the world's name. */
    JsonObject planningCase(List<WorldNode> allNodes, List<JsonObject> pods, List<Variant> wanted) {
        JsonObject planning = new JsonObject();
        planning.addProperty("kind", "PlanningCase");
        JsonObject metadata = new JsonObject();
        metadata.addProperty("name", Long.toString(seed));
        planning.add("metadata", metadata);
        planning.add("nodes", Json.list(allNodes.stream().map(WorldNode::inCase).toList()));
        planning.add("pods", Json.list(pods));
        planning.add(
                "variants",
                Json.list(wanted.stream().map(SchedulerWorld::inCase).toList()));
        return planning;
    }

    private static JsonObject inCase(Variant variant) {
        JsonObject option = new JsonObject();
        option.addProperty("accelerator", "any");
        option.addProperty("replicas", variant.replicas());
        option.addProperty("costPerReplicaHour", 1);
        option.add("pod", PodJson.inCase(variant.pod()));
        JsonObject json = new JsonObject();
        json.addProperty("name", variant.name());
        json.addProperty("namespace", variant.pod().namespace());
        json.addProperty("priority", 1);
        json.add("options", Json.list(List.of(option)));
        return json;
    }
}
