package dev.inferno.e2e.worlds;

import com.google.gson.JsonObject;
import dev.inferno.e2e.worlds.Playground.Seen;
import dev.inferno.e2e.worlds.SchedulerWorld.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Some worlds side by side in one cluster: planned, created, judged and removed. */
final class Batch implements AutoCloseable {

    private final Playground playground;
    private final List<SchedulerWorld> worlds;
    private final Tally tally;
    private final List<WorldNode> allNodes;

    Batch(Playground playground, List<SchedulerWorld> worlds, Tally tally) {
        this.playground = playground;
        this.worlds = worlds;
        this.tally = tally;
        this.allNodes = worlds.stream().flatMap(world -> world.nodes().stream()).toList();
    }

    void run() {
        var planning = CompletableFuture.supplyAsync(() -> playground.plan(
                worlds.stream().map(SchedulerWorld::planningCase).toList()));
        createWorlds();
        List<Plan> plans = planning.join();
        createPlanned(plans);
        // While the scheduler is at work.
        for (int i = 0; i < worlds.size(); i++) {
            judgePlan(worlds.get(i), plans.get(i));
        }
        new Probes(playground, worlds, allNodes, tally).run(judgeBinding(plans));
    }

    private void judgePlan(SchedulerWorld world, Plan plan) {
        tally.planned(world, plan, ExactPacker.of(world).orElse(null));
        var planned = new Standing(world, plan.counts(world));
        if (!planned.keepsAllocatable() || !planned.keepsAllRules()) {
            tally.fail(world, "the plan breaks a rule: " + plan);
        }
    }

    private void createWorlds() {
        List<JsonObject> objects = new ArrayList<>();
        allNodes.forEach(node -> objects.add(node.manifest()));
        for (SchedulerWorld world : worlds) {
            int number = 0;
            for (var foreign : world.foreign()) {
                objects.add(PodJson.manifest("foreign-" + number++, foreign.pod(), "foreign", foreign.node(), null));
            }
        }
        playground.create(objects);
        playground.awaitNodes(allNodes.size());
    }

    /** All at once, in random order. */
    private void createPlanned(List<Plan> plans) {
        List<JsonObject> pods = new ArrayList<>();
        for (int i = 0; i < worlds.size(); i++) {
            for (Variant variant : worlds.get(i).variants()) {
                pods.addAll(planned(plans.get(i), variant));
            }
        }
        Collections.shuffle(pods, new Random(worlds.getFirst().seed()));
        playground.create(pods);
        tally.created(pods.size());
    }

    /** None without a guarantee. */
    private static List<JsonObject> planned(Plan plan, Variant variant) {
        List<JsonObject> pods = new ArrayList<>();
        if (plan.pinning() == null) {
            return pods;
        }
        SortedMap<String, Integer> nodes = plan.nodes(variant);
        nodes.forEach((node, count) -> {
            List<String> pins = switch (plan.pinning()) {
                case "none" -> null;
                case "nodes" -> List.copyOf(nodes.keySet());
                default -> List.of(node);
            };
            for (int i = 0; i < count; i++) {
                pods.add(PodJson.manifest(variant.name() + "-" + pods.size(), variant.pod(), "planned", null, pins));
            }
        });
        return pods;
    }

    /** Every pod of a guaranteed plan binds where it may. The node of each, by namespace and name. */
    private Map<String, String> judgeBinding(List<Plan> plans) {
        Map<String, String> nodes = new TreeMap<>();
        for (Seen pod : playground.settled("planned")) {
            if (pod.isBound()) {
                nodes.put(pod.namespace() + "/" + pod.name(), pod.node());
            } else {
                tally.fail(worldOf(pod), pod.name() + " of a guaranteed plan is pending: " + pod.reason());
            }
        }
        tally.bound(nodes.size());
        for (int i = 0; i < worlds.size(); i++) {
            judgePlaces(worlds.get(i), plans.get(i), nodes);
        }
        return nodes;
    }

    private void judgePlaces(SchedulerWorld world, Plan plan, Map<String, String> bound) {
        int[][] counts = world.counts(bound);
        if (!new Standing(world, counts).keepsAllocatable()) {
            tally.fail(world, "more stands on a node than it has, or than it admits: " + bound);
        }
        if (plan.pinning() == null || plan.pinning().equals("none")) {
            return;
        }
        if (plan.pinning().equals("replicas") && !Arrays.deepEquals(counts, plan.counts(world))) {
            tally.fail(world, "pods stand elsewhere: " + bound + " instead of " + plan.placement());
        }
        if (!new Standing(world, counts).keepsSpread()) {
            tally.fail(world, "pinned pods have lost their spread: " + bound);
        }
        for (Variant variant : world.variants()) {
            var planned = plan.nodes(variant).keySet();
            world.nodesOf(variant, bound).stream()
                    .filter(node -> !planned.contains(node))
                    .forEach(node ->
                            tally.fail(world, variant.name() + " is on " + node + ", not on one of " + planned));
        }
    }

    private SchedulerWorld worldOf(Seen pod) {
        return SchedulerWorld.of(worlds, pod.namespace());
    }

    @Override
    public void close() {
        playground.clear();
    }
}
