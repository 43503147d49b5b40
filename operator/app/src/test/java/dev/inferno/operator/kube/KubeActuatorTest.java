package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.inferno.cycle.ActionResult;
import dev.inferno.decision.Action;
import dev.inferno.snapshot.VariantKey;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many requests are under way at once, and in which order, towards a server that takes its time. */
final class KubeActuatorTest {

    private static final long ANSWER_NANOS = 50_000_000;

    private final Queue<String> answered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        threads.close();
    }

    @Test
    void changesOfManyVariantsAreUnderWayTogetherButNotAllAtOnce() {
        List<Action> actions = IntStream.range(0, 40)
                .<Action>mapToObj(i -> scale("v" + i, "d" + i))
                .toList();

        List<ActionResult> results = actuator(() -> {}).execute(actions);

        assertEquals(actions, results.stream().map(ActionResult::action).toList());
        results.forEach(result -> assertInstanceOf(ActionResult.Done.class, result));
        assertEquals(40, answered.size());
        assertEquals(SideBySide.AT_ONCE, mostUnderWay.get());
    }

    @Test
    void theLabelsOfAVariantAreWrittenBeforeItsReplicas() {
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            actions.add(new Action.LabelNodes(variant("v" + i), "key-" + i, new TreeMap<>(Map.of("node-" + i, true))));
        }
        for (int i = 0; i < 10; i++) {
            actions.add(scale("v" + i, "d" + i));
        }

        List<ActionResult> results = actuator(() -> {}).execute(actions);

        assertEquals(actions, results.stream().map(ActionResult::action).toList());
        List<String> order = List.copyOf(answered);
        for (int i = 0; i < 10; i++) {
            int label = order.indexOf("/api/v1/nodes/node-" + i);
            int replicas = order.indexOf("/apis/apps/v1/namespaces/team/deployments/d" + i + "/scale");
            assertTrue(0 <= label && label < replicas, order::toString);
        }
    }

    @Test
    void aChangeThatFailsStopsNoOther() {
        List<ActionResult> results =
                actuator(() -> {}).execute(List.of(scale("a", "d0"), scale("b", "broken"), scale("c", "d2")));

        assertInstanceOf(ActionResult.Done.class, results.get(0));
        assertInstanceOf(ActionResult.Failed.class, results.get(1));
        assertInstanceOf(ActionResult.Done.class, results.get(2));
    }

    @Test
    void nothingIsBegunOnceTheLeaseIsGone() {
        AtomicInteger writes = new AtomicInteger();
        Fence threeWrites = () -> {
            if (writes.incrementAndGet() > 3) {
                throw new NotLeader("the Lease is gone");
            }
        };
        List<Action> actions = IntStream.range(0, 20)
                .<Action>mapToObj(i -> scale("v" + i, "d" + i))
                .toList();

        List<ActionResult> results = actuator(threeWrites).execute(actions);

        assertEquals(3, answered.size());
        assertEquals(
                17,
                results.stream().filter(ActionResult.Refused.class::isInstance).count());
    }

    private KubeActuator actuator(Fence fence) {
        ApiClient client = new ApiClient()
                .setBasePath("http://127.0.0.1:" + server.getAddress().getPort());
        return new KubeActuator(new FencedWrites(new ApiRequests(client), fence));
    }

    private static VariantKey variant(String name) {
        return new VariantKey("team", name);
    }

    private static Action scale(String variant, String deployment) {
        return new Action.Scale(variant(variant), deployment, "7", 1, 2, "load");
    }

    private void answer(HttpExchange exchange) throws IOException {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        LockSupport.parkNanos(ANSWER_NANOS);
        String path = exchange.getRequestURI().getPath();
        int code = path.contains("broken") ? 500 : 200;
        underWay.decrementAndGet();
        answered.add(path);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
