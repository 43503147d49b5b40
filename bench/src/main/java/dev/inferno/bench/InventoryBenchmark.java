package dev.inferno.bench;

import dev.inferno.operator.kube.ClusterView;
import dev.inferno.operator.kube.KubeConnection;
import dev.inferno.operator.kube.KubeSettings;
import dev.inferno.snapshot.Inventory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Reads a cluster's nodes and pods as the operator does, and tells what that takes, as lines of {@code name value}.
 *
 * <p>Units: milliseconds, MiB for the process, bytes for the heap. Run by {@code hack/bench-inventory}, in a Java like the image's.
 */
public final class InventoryBenchmark {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration LEAST_PAUSE = Duration.ofMillis(10);
    private static final int SNAPSHOTS = 20;
    private static final int FEW = 10;
    private static final int WARMING = 1000;

    private final ClusterView view;
    private final String server;
    private final HttpClient http = HttpClient.newHttpClient();

    private InventoryBenchmark(KubeConnection connection, String server) {
        this.view = new ClusterView(connection, KubeSettings.defaults("bench", "bench"));
        this.server = server;
    }

    /** Arguments: kubeconfig; then the address of an {@link InventoryServer} and a number of events, or nothing. */
    public static void main(String[] args) throws Exception {
        KubeSettings settings = KubeSettings.defaults("bench", "bench");
        try (KubeConnection connection = KubeConnection.open(Path.of(args[0]), settings, (verb, code) -> {})) {
            InventoryBenchmark benchmark = new InventoryBenchmark(connection, args.length > 1 ? args[1] : "");
            benchmark.ingest();
            if (args.length > 1) {
                int events = Integer.parseInt(args[2]);
                if (events > 0) {
                    benchmark.follow("nodes", events);
                    benchmark.follow("pods", events);
                    benchmark.changeAFew();
                }
            }
            benchmark.view.close();
        }
        System.exit(0);
    }

    private void ingest() throws IOException {
        long start = System.nanoTime();
        view.start();
        await(view::synced);
        String seen = seen(view.inventory());
        print("indexed", millisSince(start));
        print("peak", status("VmHWM") / 1024.0);
        System.out.println("seen " + seen);
        long again = System.nanoTime();
        for (int i = 0; i < SNAPSHOTS; i++) {
            view.inventory();
        }
        print("snapshot", millisSince(again) / SNAPSHOTS);
        System.gc();
        print("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private static String seen(Inventory inventory) {
        return inventory instanceof Inventory.Known known
                ? known.nodes().size() + " nodes, " + known.pods().size() + " pods"
                : inventory.toString();
    }

    private void follow(String kind, int events) throws Exception {
        post("events/" + kind, WARMING);
        post("send/" + kind, WARMING);
        arrived(kind, WARMING);
        post("events/" + kind, events);
        long start = System.nanoTime();
        post("send/" + kind, events);
        arrived(kind, events);
        print(kind + "-event", 1000 * millisSince(start) / events);
        print(kind + "-followed-peak", status("VmHWM") / 1024.0);
    }

    /** A snapshot after some changes, not counting the time until they have arrived. */
    private void changeAFew() throws Exception {
        double spent = 0;
        for (int i = 0; i < SNAPSHOTS; i++) {
            post("events/pods", FEW);
            post("send/pods", FEW);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            long start = System.nanoTime();
            view.inventory();
            spent += millisSince(start);
        }
        print("snapshot-changed", spent / SNAPSHOTS);
    }

    private void arrived(String kind, int events) {
        String last = "last-" + events;
        await(() -> view.inventory() instanceof Inventory.Known known
                && (kind.equals("nodes")
                        ? known.nodes().stream().anyMatch(node -> node.name().equals(last))
                        : known.pods().stream().anyMatch(pod -> pod.name().equals(last))));
    }

    private void post(String path, int events) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/" + path + "?" + events))
                .build();
        http.send(request, HttpResponse.BodyHandlers.discarding());
    }

    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        long asked = start;
        while (!condition.getAsBoolean()) {
            if (millisSince(start) > LIMIT.toMillis()) {
                throw new IllegalStateException(
                        "nothing came within " + LIMIT.toMinutes() + " minutes; is the server alive?");
            }
            // Looking must not take much of what is measured.
            LockSupport.parkNanos(Math.max(LEAST_PAUSE.toNanos(), 4 * (System.nanoTime() - asked)));
            asked = System.nanoTime();
        }
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    /** In KiB, of this process. */
    private static long status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static void print(String name, double value) {
        System.out.println(String.format(Locale.ROOT, "%s %.3f", name, value));
    }
}
