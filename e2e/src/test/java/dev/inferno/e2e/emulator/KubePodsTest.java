package dev.inferno.e2e.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.inferno.serving.LatencyLaw.Iteration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pods as client-java brings them, from an API server reduced to list and watch. */
class KubePodsTest {

    private static final ServerProfile FALLBACK =
            new ServerProfile(new Iteration(20, 1, 0, 0), 4, null, 8192, 262_144, 16_384, 128, 0);

    @TempDir
    Path folder;

    private final BlockingQueue<String> watchEvents = new LinkedBlockingQueue<>();
    private HttpServer api;

    @BeforeEach
    void start() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        api.createContext("/api/v1/pods", this::pods);
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    @Test
    void followsPodsThroughTheWatch() throws IOException {
        try (KubePods pods = KubePods.connect(kubeconfig(), FALLBACK)) {
            Await.until("the listed pod is there", () -> pods.readyPods().size() == 1);
            assertEquals(
                    new EmulatedPod("red", "a", "uid-a", "m", FALLBACK),
                    pods.readyPods().iterator().next());

            watchEvents.add(event("ADDED", pod("b", "False", "")));
            watchEvents.add(
                    event("ADDED", pod("c", "True", ", \"emulator.inferno.llmd.ai/law\": \"base=7,kvToken=0.1\"")));
            Await.until("the ready newcomer is there", () -> names(pods).equals(Set.of("a", "c")));
            watchEvents.add(
                    event("MODIFIED", pod("b", "True", ", \"emulator.inferno.llmd.ai/max-num-seqs\": \"zero\"")));
            watchEvents.add(event("DELETED", pod("a", "True", "")));
            Await.until("only the usable one is left", () -> names(pods).equals(Set.of("c")));
        }
    }

    @Test
    void annotationsWinOverTheFlagsOfTheEmulator() {
        ServerProfile profile = new PodReader(FALLBACK)
                .profile(Map.of(
                        "emulator.inferno.llmd.ai/law", "base=6.5, decodeToken=0.1, prefillToken=0.02, kvToken=5e-5",
                        "emulator.inferno.llmd.ai/max-num-seqs", "64",
                        "emulator.inferno.llmd.ai/max-queue", "10",
                        "emulator.inferno.llmd.ai/prefix-cache-hit-percent", "30"));

        assertEquals(
                new ServerProfile(new Iteration(6.5, 0.1, 0.02, 5e-5), 64, 10, 8192, 262_144, 16_384, 128, 30),
                profile);
    }

    @Test
    void badAnnotationIsNamedWithItsValue() {
        PodReader reader = new PodReader(FALLBACK);

        var law = assertThrows(
                IllegalArgumentException.class, () -> reader.profile(Map.of(PodReader.PREFIX + "law", "speed=3")));
        var limit = assertThrows(
                IllegalArgumentException.class, () -> reader.profile(Map.of(PodReader.PREFIX + "max-num-seqs", "0")));

        assertTrue(law.toString().contains("law speed=3"), law.toString());
        assertTrue(limit.toString().contains("max-num-seqs is 0"), limit.toString());
    }

    private void pods(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            if (!exchange.getRequestURI().getQuery().contains("watch=true")) {
                out.write(("""
                        {"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "10"}, "items": [%s]}""".formatted(pod("a", "True", ""))).getBytes(StandardCharsets.UTF_8));
                return;
            }
            while (true) {
                out.write((watchEvents.take() + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Set<String> names(KubePods pods) {
        return pods.readyPods().stream().map(EmulatedPod::name).collect(Collectors.toSet());
    }

    private static String event(String type, String pod) {
        return "{\"type\": \"%s\", \"object\": %s}".formatted(type, pod);
    }

    private static String pod(String name, String ready, String moreAnnotations) {
        return """
                {"kind": "Pod", "apiVersion": "v1", "metadata": {"namespace": "red", "name": "%s", "uid": "uid-%s", \
                "resourceVersion": "11", "annotations": {"emulator.inferno.llmd.ai/model": "m"%s}}, \
                "status": {"conditions": [{"type": "Ready", "status": "%s"}]}}""".formatted(name, name, moreAnnotations, ready);
    }

    private String kubeconfig() throws IOException {
        Path file = folder.resolve("kubeconfig");
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: test, user: {token: none}}]
                """.formatted(api.getAddress().getPort()));
        return file.toString();
    }
}
