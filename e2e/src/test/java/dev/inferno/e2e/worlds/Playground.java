package dev.inferno.e2e.worlds;

import com.google.gson.JsonObject;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Kubectl;
import dev.inferno.e2e.harness.Shell;
import dev.inferno.e2e.harness.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cluster that worlds are put into and removed from, and the planner beside it. */
final class Playground implements AutoCloseable {

    private static final Duration SETTLE = Duration.ofSeconds(120);
    private static final int STREAMS = 4;
    private static final String LINE_END = "{\"\\n\"}{end}";

    private final World cluster;
    private final Kubectl kubectl;
    private final Path folder;
    private final int slots;

    /** A pod as the API server has it; no node while it is pending, no reason until the scheduler has looked at it. */
    record Seen(String namespace, String name, String node, String reason) {

        boolean isBound() {
            return !node.isEmpty();
        }
    }

    /**
     * Makes the namespaces of so many worlds side by side; they serve batch after batch.
     *
     * @param folder for files of this run
     */
    Playground(World cluster, Path folder, int slots) {
        this.cluster = cluster;
        this.kubectl = cluster.kubectl();
        this.folder = folder;
        this.slots = slots;
        create(namespaces()
                .map(name -> Json.object("v1", "Namespace", Json.of(Map.of("name", name))))
                .toList());
        await("every namespace has its ServiceAccount", () -> accounts() == 2L * slots, () -> accounts() + " have");
    }

    private long accounts() {
        return kubectl.run(
                        "get",
                        "serviceaccounts",
                        "-A",
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.namespace}" + LINE_END)
                .lines()
                .filter(name -> name.startsWith("world-"))
                .count();
    }

    private Stream<String> namespaces() {
        return IntStream.range(0, slots)
                .boxed()
                .flatMap(slot -> Stream.of(SchedulerWorld.namespace(slot), SchedulerWorld.otherNamespace(slot)));
    }

    /** Several at a time: kubectl sends one object after the other. */
    void create(List<JsonObject> objects) {
        int each = Math.ceilDiv(objects.size(), STREAMS);
        List<Runnable> streams = new ArrayList<>();
        for (int from = 0; from < objects.size(); from += each) {
            List<JsonObject> part = objects.subList(from, Math.min(from + each, objects.size()));
            streams.add(() -> kubectl.create(Json.objects(part)));
        }
        allAtOnce(streams);
    }

    private static void allAtOnce(List<Runnable> tasks) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = tasks.stream()
                    .map(task -> CompletableFuture.runAsync(task, threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(running).join();
        }
    }

    /** Ready, and rid of the taint that a node starts with. */
    void awaitNodes(int count) {
        await(
                "all nodes are ready",
                () -> nodes().lines()
                                .filter(line -> line.contains("Ready=True") && !line.contains("not-ready"))
                                .count()
                        == count,
                this::nodes);
    }

    private String nodes() {
        String ready = "{range .status.conditions[?(@.type==\"Ready\")]}{.type}={.status}{end}";
        String fields = "{.metadata.name} " + ready + " {.spec.taints[*].key}";
        return kubectl.run(
                "get", "nodes", "-l", WorldNode.MARK, "-o", "jsonpath={range .items[*]}" + fields + LINE_END);
    }

    List<Seen> pods(String mark) {
        String reason = "{range .status.conditions[?(@.type==\"PodScheduled\")]}{.message}{end}";
        String fields = "{.metadata.namespace}|{.metadata.name}|{.spec.nodeName}|" + reason;
        return kubectl.run(
                        "get",
                        "pods",
                        "-A",
                        "-l",
                        WorldNode.MARK + "=" + mark,
                        "-o",
                        "jsonpath={range .items[*]}" + fields + LINE_END)
                .lines()
                .map(line -> line.split("\\|", 4))
                .map(parts -> new Seen(parts[0], parts[1], parts[2], parts[3]))
                .toList();
    }

    /** Once each is bound, or looked at in vain. A pod looked at in vain may still bind when others have. */
    List<Seen> decided(String mark) {
        await(
                "the scheduler has looked at every pod",
                () -> pods(mark).stream()
                        .allMatch(pod -> pod.isBound() || !pod.reason().isEmpty()),
                () -> pods(mark).toString());
        return pods(mark);
    }

    /** Once all are bound, or when nothing has changed for long. */
    List<Seen> settled(String mark) {
        try {
            await("all pods are bound", () -> pods(mark).stream().allMatch(Seen::isBound), () -> "");
        } catch (AssertionError late) {
            // Which ones are not is the caller's to tell, with their seeds.
        }
        return pods(mark);
    }

    /** Answers of {@code inferno plan}, in the order of the cases. */
    List<Plan> plan(List<JsonObject> cases) {
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

    /** Removes pods and nodes. */
    void clear() {
        allAtOnce(List.of(
                () -> kubectl.run(
                        "delete", "pods", "-A", "-l", WorldNode.MARK, "--force", "--grace-period=0", "--wait=false"),
                () -> kubectl.run("delete", "nodes", "-l", WorldNode.MARK, "--wait=false")));
        await(
                "all is gone",
                () -> names("pods").isEmpty() && names("nodes").isEmpty(),
                () -> names("pods") + names("nodes"));
    }

    private String names(String kind) {
        return kubectl.run("get", kind, "-A", "-l", WorldNode.MARK, "-o", "name");
    }

    private static void await(String what, BooleanSupplier condition, Supplier<String> state) {
        Await.until(what, SETTLE, condition, state);
    }

    @Override
    public void close() {
        List<String> words = new ArrayList<>(List.of("delete", "namespaces", "--wait=false"));
        namespaces().forEach(words::add);
        kubectl.run(words.toArray(String[]::new));
    }
}
