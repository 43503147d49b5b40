package dev.inferno.e2e.worlds;

import com.google.gson.JsonObject;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Kubectl;
import dev.inferno.e2e.harness.Shell;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.worlds.SchedulerWorld.Variant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Some worlds side by side in one cluster: planned, created, judged and removed. */
final class Batch implements AutoCloseable {

    private static final Duration SETTLE = Duration.ofSeconds(120);

    private final World cluster;
    private final Kubectl kubectl;
    private final Path folder;
    private final List<SchedulerWorld> worlds;
    private final Tally tally;
    private final List<WorldNode> allNodes;

    /** A pod as the API server has it. */
    private record Seen(String namespace, String name, String node, String reason) {}

    Batch(World cluster, Path folder, List<SchedulerWorld> worlds, Tally tally) {
        this.cluster = cluster;
        this.kubectl = cluster.kubectl();
        this.folder = folder;
        this.worlds = worlds;
        this.tally = tally;
        this.allNodes = worlds.stream().flatMap(world -> world.nodes().stream()).toList();
    }

    void run() {
        createWorlds();
        List<Plan> plans =
                plan(worlds.stream().map(SchedulerWorld::planningCase).toList());
        for (int i = 0; i < worlds.size(); i++) {
            SchedulerWorld world = worlds.get(i);
            tally.planned(world, plans.get(i), ExactPacker.of(world).orElse(null));
            if (!new Standing(world, plans.get(i).counts(world)).keepsAllRules()) {
                tally.fail(world, "the plan breaks a rule: " + plans.get(i));
            }
        }
        createPlanned(plans);
        Map<String, String> bound = judgeBinding(plans);
        probe(bound);
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
        create(objects);
        Await.until("all nodes are ready", SETTLE, () -> readyNodes() == allNodes.size(), this::nodesAsSeen);
    }

    /** Ready, and rid of the taint that a node starts with. */
    private long readyNodes() {
        return nodesAsSeen()
                .lines()
                .filter(line -> line.contains("Ready=True") && !line.contains("not-ready"))
                .count();
    }

    private String nodesAsSeen() {
        return kubectl.run(
                "get",
                "nodes",
                "-l",
                WorldNode.MARK,
                "-o",
                "jsonpath={range .items[*]}{.metadata.name} {range"
                        + " .status.conditions[?(@.type==\"Ready\")]}{.type}={.status}{end} {.spec.taints[*].key}{\"\\n\"}{end}");
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
        create(pods);
        tally.bound(pods.size());
    }

    private static List<JsonObject> planned(Plan plan, Variant variant) {
        List<JsonObject> pods = new ArrayList<>();
        var nodes = plan.placement().getOrDefault(variant.name(), new TreeMap<>());
        nodes.forEach((node, count) -> {
            for (int i = 0; i < count && plan.pinning() != null; i++) {
                List<String> pins = switch (plan.pinning()) {
                    case "none" -> null;
                    case "nodes" -> List.copyOf(nodes.keySet());
                    default -> List.of(node);
                };
                pods.add(PodJson.manifest(variant.name() + "-" + pods.size(), variant.pod(), "planned", null, pins));
            }
        });
        return pods;
    }

    /** Every pod of a guaranteed plan binds where it may. The node of each, by namespace and name. */
    private Map<String, String> judgeBinding(List<Plan> plans) {
        try {
            Await.until(
                    "all planned pods are bound",
                    SETTLE,
                    () -> pods("planned").stream().noneMatch(pod -> pod.node().isEmpty()),
                    () -> "");
        } catch (AssertionError late) {
            // Which ones is told below, with their seeds.
        }
        Map<String, String> nodes = new TreeMap<>();
        for (Seen pod : pods("planned")) {
            nodes.put(pod.namespace() + "/" + pod.name(), pod.node());
            if (pod.node().isEmpty()) {
                tally.fail(worldOf(pod), pod.name() + " of a guaranteed plan is pending: " + pod.reason());
            }
        }
        for (int i = 0; i < worlds.size(); i++) {
            judgePlaces(worlds.get(i), plans.get(i), nodes);
        }
        return nodes;
    }

    private void judgePlaces(SchedulerWorld world, Plan plan, Map<String, String> nodes) {
        int[][] counts = counts(world, nodes);
        if (plan.pinning() == null || plan.pinning().equals("none")) {
            return;
        }
        if (plan.pinning().equals("replicas") && !Arrays.deepEquals(counts, plan.counts(world))) {
            tally.fail(world, "pods stand elsewhere: " + nodes + " instead of " + plan.placement());
        }
        if (!new Standing(world, counts).keepsSpread()) {
            tally.fail(world, "pinned pods have lost their spread: " + nodes);
        }
        for (Variant variant : world.variants()) {
            var planned = plan.placement().getOrDefault(variant.name(), new TreeMap<>());
            nodes.forEach((pod, node) -> {
                boolean own = pod.startsWith(variant.pod().namespace() + "/" + variant.name() + "-");
                if (own && !node.isEmpty() && !planned.containsKey(node)) {
                    tally.fail(world, pod + " is on " + node + ", not on one of " + planned.keySet());
                }
            });
        }
    }

    /** One more pod per world, as the user wrote it: whether it binds, and why not, is foretold from what stands. */
    private void probe(Map<String, String> bound) {
        List<Variant> wanted = worlds.stream().map(Batch::anyVariant).toList();
        List<JsonObject> cases = new ArrayList<>();
        List<JsonObject> probes = new ArrayList<>();
        for (int i = 0; i < worlds.size(); i++) {
            SchedulerWorld world = worlds.get(i);
            Variant one = new Variant(wanted.get(i).name(), 1, wanted.get(i).pod());
            cases.add(world.planningCase(allNodes, standing(world, bound), List.of(one)));
            probes.add(PodJson.manifest("probe", one.pod(), "probe", null, null));
        }
        List<Plan> foretold = plan(cases);
        create(probes);
        Await.until(
                "the scheduler has looked at every further pod",
                SETTLE,
                () -> pods("probe").stream()
                        .noneMatch(pod -> pod.node().isEmpty() && pod.reason().isEmpty()),
                () -> pods("probe").toString());
        for (Seen pod : pods("probe")) {
            SchedulerWorld world = worldOf(pod);
            int i = worlds.indexOf(world);
            judge(world, wanted.get(i), foretold.get(i), pod);
        }
    }

    private void judge(SchedulerWorld world, Variant variant, Plan foretold, Seen pod) {
        boolean binds = foretold.replicas() == 1;
        tally.probed(binds);
        if (binds == pod.node().isEmpty()) {
            tally.fail(
                    world,
                    "one more " + variant.name() + " should " + (binds ? "bind" : "stay pending") + ", but: " + pod
                            + "; foretold: " + foretold);
            return;
        }
        // Of nodes that a name leaves out, the scheduler says nothing more.
        boolean byName = variant.pod().terms() != null
                && variant.pod().terms().stream().anyMatch(term -> term.key().equals(WorldPod.NodeTerm.NAME));
        if (!binds && !byName) {
            String ours = foretold.blocked().getOrDefault(variant.name(), "");
            List<String> disagreements = Reasons.disagreements(ours, pod.reason());
            tally.compared(Reasons.classes(pod.reason()));
            if (!disagreements.isEmpty()) {
                tally.fail(
                        world,
                        variant.name() + ": " + disagreements + "\n  ours:   " + ours + "\n  theirs: " + pod.reason());
            }
        }
    }

    private static List<JsonObject> standing(SchedulerWorld world, Map<String, String> bound) {
        List<JsonObject> pods = new ArrayList<>();
        world.foreign().forEach(pod -> pods.add(PodJson.standing(pod.pod(), pod.node())));
        for (Variant variant : world.variants()) {
            bound.forEach((pod, node) -> {
                if (pod.startsWith(variant.pod().namespace() + "/" + variant.name() + "-") && !node.isEmpty()) {
                    pods.add(PodJson.standing(variant.pod(), node));
                }
            });
        }
        return pods;
    }

    private static int[][] counts(SchedulerWorld world, Map<String, String> bound) {
        int[][] counts = new int[world.variants().size()][world.nodes().size()];
        for (int v = 0; v < counts.length; v++) {
            String prefix = SchedulerWorld.namespace(world.slot()) + "/"
                    + world.variants().get(v).name() + "-";
            for (int n = 0; n < counts[v].length; n++) {
                String node = world.nodes().get(n).name();
                counts[v][n] = (int) bound.entrySet().stream()
                        .filter(pod -> pod.getKey().startsWith(prefix)
                                && pod.getValue().equals(node))
                        .count();
            }
        }
        return counts;
    }

    private static Variant anyVariant(SchedulerWorld world) {
        int any = new Random(world.seed()).nextInt(world.variants().size());
        return world.variants().get(any);
    }

    private SchedulerWorld worldOf(Seen pod) {
        return worlds.stream()
                .filter(world -> SchedulerWorld.namespace(world.slot()).equals(pod.namespace()))
                .findFirst()
                .orElseThrow();
    }

    private List<Plan> plan(List<JsonObject> cases) {
        Path file = folder.resolve("cases.jsonl");
        try {
            Files.write(file, cases.stream().map(JsonObject::toString).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.Result result = cluster.inferno("plan", "-f", file.toString(), "-o", "json");
        List<Plan> plans = result.out().lines().map(Plan::parse).toList();
        if (plans.size() != cases.size()) {
            throw new AssertionError(plans.size() + " answers to " + cases.size() + " cases: " + result);
        }
        return plans;
    }

    private void create(List<JsonObject> objects) {
        kubectl.create(Json.objects(objects));
    }

    private List<Seen> pods(String mark) {
        String fields = "{.metadata.namespace}|{.metadata.name}|{.spec.nodeName}|{range"
                + " .status.conditions[?(@.type==\"PodScheduled\")]}{.message}{end}";
        return kubectl.run(
                        "get",
                        "pods",
                        "-A",
                        "-l",
                        WorldNode.MARK + "=" + mark,
                        "-o",
                        "jsonpath={range .items[*]}" + fields + "{\"\\n\"}{end}")
                .lines()
                .map(line -> line.split("\\|", 4))
                .map(parts -> new Seen(parts[0], parts[1], parts[2], parts[3]))
                .toList();
    }

    /** Removes pods and nodes; the namespaces serve the next batch. */
    @Override
    public void close() {
        kubectl.run("delete", "pods", "-A", "-l", WorldNode.MARK, "--force", "--grace-period=0", "--wait=false");
        kubectl.run("delete", "nodes", "-l", WorldNode.MARK, "--wait=false");
        Await.until(
                "everything is gone",
                SETTLE,
                () -> Stream.of("pods", "nodes").allMatch(kind -> names(kind).isEmpty()),
                () -> names("pods") + names("nodes"));
    }

    private String names(String kind) {
        return kubectl.run("get", kind, "-A", "-l", WorldNode.MARK, "-o", "name");
    }
}
