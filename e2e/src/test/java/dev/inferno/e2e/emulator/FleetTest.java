package dev.inferno.e2e.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.LatencyLaw.Iteration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final ServerProfile PROFILE =
            new ServerProfile(new Iteration(1, 0, 0, 0), 4, null, 8192, 1000, 100_000, 2, 0);
    private static final EmulatedPod A = new EmulatedPod("red", "a", "1", "m", PROFILE);
    private static final EmulatedPod B = new EmulatedPod("red", "b", "2", "m", PROFILE);
    private static final EmulatedPod C = new EmulatedPod("blue", "c", "3", "m", PROFILE);
    private static final String SHORT = "{\"model\":\"m\",\"prompt\":\"x\",\"max_tokens\":1}";
    private static final String ENDLESS = "{\"model\":\"m\",\"prompt\":\"x\",\"max_tokens\":90000}";

    private final AtomicReference<Set<EmulatedPod>> ready = new AtomicReference<>(Set.of());
    private final Emulator emulator = Emulator.following(source(), "127.0.0.1", 0);
    private final Client client = new Client(emulator);

    @AfterEach
    void stop() {
        client.close();
        emulator.close();
    }

    @Test
    void withoutReadyPodIs503() {
        Client.Answer answer = client.post("/v1/completions", SHORT);

        assertEquals(503, answer.status());
        assertEquals("service_unavailable", answer.error().get("code").getAsString());
        assertEquals("", client.get("/metrics").body());
    }

    @Test
    void requestsGoRoundTheReadyPodsOfTheModel() {
        follow(Set.of(A, B, C));

        for (int i = 0; i < 9; i++) {
            assertEquals(200, client.post("/v1/completions", SHORT).status());
        }

        for (String pod : new String[] {"namespace=\"red\",pod=\"a\"", "pod=\"b\"", "namespace=\"blue\",pod=\"c\""}) {
            assertEquals(3, client.sum("vllm:request_arrival_total", pod), pod);
        }
    }

    @Test
    void pathPrefixKeepsRequestsInOneNamespace() {
        follow(Set.of(A, C));

        for (int i = 0; i < 4; i++) {
            client.post("/ns/blue/v1/completions", SHORT);
        }

        assertEquals(4, client.sum("vllm:request_arrival_total", "namespace=\"blue\""));
        assertEquals(0, client.sum("vllm:request_arrival_total", "namespace=\"red\""));
        assertEquals(503, client.post("/ns/green/v1/completions", SHORT).status());
        assertTrue(client.get("/ns/blue/v1/models").body().contains("\"id\":\"m\""));
        assertFalse(client.get("/ns/green/v1/models").body().contains("\"id\":\"m\""));
    }

    @Test
    void vanishedPodFailsWhatItHoldsAndTakesItsSeriesAlong() {
        follow(Set.of(A));
        var held = client.postAsync("/v1/completions", ENDLESS);
        Await.until("it runs", () -> client.sum("vllm:num_requests_running", "pod=\"a\"") == 1);

        follow(Set.of(B));

        Await.until("it failed", held::isDone);
        assertEquals(503, held.join().status());
        assertFalse(client.get("/metrics").body().contains("pod=\"a\""));
    }

    @Test
    void podOfTheSameNameButAnotherUidStartsEmpty() {
        follow(Set.of(A));
        client.post("/v1/completions", SHORT);

        ready.set(Set.of(new EmulatedPod("red", "a", "9", "m", PROFILE)));

        Await.until("counters are new", () -> client.sum("vllm:request_arrival_total", "pod=\"a\"") == 0);
    }

    @Test
    void metricsOfOnePodCanMisbehaveAlone() {
        follow(Set.of(A, B));

        Client.Answer switched = client.post("/emulator/metrics", "{\"mode\":\"empty\",\"pod\":\"a\"}");

        assertEquals("{\"switched\":1}", switched.body());
        assertFalse(client.get("/metrics").body().contains("pod=\"a\""));
        assertTrue(client.get("/metrics").body().contains("pod=\"b\""));
    }

    private void follow(Set<EmulatedPod> pods) {
        ready.set(pods);
        Await.until(
                "the fleet is " + pods,
                () -> pods.stream()
                                .allMatch(pod -> client.get("/metrics").body().contains("pod=\"" + pod.name() + "\""))
                        && client.metrics().keySet().stream()
                                        .filter(name -> name.startsWith("vllm:num_requests_running"))
                                        .count()
                                == pods.size());
    }

    private PodSource source() {
        return new PodSource() {
            @Override
            public Set<EmulatedPod> readyPods() {
                return ready.get();
            }

            @Override
            public void close() {}
        };
    }
}
