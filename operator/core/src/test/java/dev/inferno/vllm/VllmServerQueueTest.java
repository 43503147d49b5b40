package dev.inferno.vllm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.ServerLimits;
import dev.inferno.vllm.ServerEvent.Finished;
import dev.inferno.vllm.ServerEvent.FirstToken;
import dev.inferno.vllm.ServerEvent.Started;
import dev.inferno.vllm.ServerEvent.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** The server against closed forms of queueing theory, with Poisson arrivals from a fixed seed. */
class VllmServerQueueTest {

    private static final long SEED = 7;

    /** Means over one run; times in milliseconds. */
    private record Measured(double queued, double sojourn, double inSystem, double arrivalsPerMilli) {}

    @Test
    void constantServiceWaitsLikeMD1() {
        // One request at a time, one step of 8 ms each; M/D/1: Wq = rho s / (2 (1 - rho)).
        VllmServer server = new VllmServer(new Iteration(8, 0, 0, 0), ServerLimits.ofBatch(1));

        Measured measured = run(server, 0.1, 200_000, random -> 1, random -> 1);

        assertEquals(0.8 * 8 / (2 * 0.2), measured.queued(), 0.03 * 16);
    }

    @Test
    void exponentialServiceWaitsLikeMM1() {
        // Service = 0.0001 ms per prompt token, prompts exponential with mean 80,000; M/M/1: Wq = rho s / (1 - rho).
        ServerLimits limits = new ServerLimits(1, null, Integer.MAX_VALUE, null);
        VllmServer server = new VllmServer(new Iteration(0, 0, 0.0001, 0), limits);

        Measured measured =
                run(server, 0.0875, 500_000, random -> 1 + (int) (80_000 * exponential(random)), random -> 1);

        assertEquals(0.7 * 8 / 0.3, measured.queued(), 0.03 * 18.7);
    }

    @Test
    void batchOfManyObeysLittlesLaw() {
        VllmServer server = new VllmServer(new Iteration(20.58, 0.41, 0.02, 0.0001), ServerLimits.ofBatch(8));

        Measured measured =
                run(server, 0.0045, 20_000, random -> random.nextInt(1, 500), random -> random.nextInt(1, 100));

        double byLittle = measured.arrivalsPerMilli() * measured.sojourn();
        assertEquals(byLittle, measured.inSystem(), 0.01 * byLittle);
    }

    @Test
    void sameSeedGivesTheSameEvents() {
        assertEquals(eventsOf(1), eventsOf(1));
    }

    private static List<ServerEvent> eventsOf(long seed) {
        VllmServer server = new VllmServer(new Iteration(6.5, 0.1, 0.02, 5e-5), ServerLimits.ofBatch(16));
        SplittableRandom random = new SplittableRandom(seed);
        double now = 0;
        for (int id = 0; id < 500; id++) {
            now += 50 * exponential(random);
            server.submit(new Request(id, random.nextInt(1, 20_000), random.nextInt(1, 50)), now);
        }
        return server.advanceTo(1e9);
    }

    private static Measured run(
            VllmServer server,
            double arrivalsPerMilli,
            int requests,
            ToIntFunction<SplittableRandom> prompt,
            ToIntFunction<SplittableRandom> output) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] arrived = new double[requests];
        List<ServerEvent> events = new ArrayList<>();
        double now = 0;
        double areaInSystem = 0;
        for (int id = 0; id < requests; id++) {
            double next = now + exponential(random) / arrivalsPerMilli;
            areaInSystem += area(server, now, next, events);
            now = next;
            arrived[id] = now;
            server.submit(new Request(id, prompt.applyAsInt(random), output.applyAsInt(random)), now);
        }
        areaInSystem += area(server, now, now + 1e7, events);
        double queued = 0;
        double sojourn = 0;
        double last = 0;
        for (ServerEvent event : events) {
            double since = event.atMillis() - arrived[(int) event.requestId()];
            switch (event) {
                case Started started -> queued += since;
                case Finished finished -> {
                    sojourn += since;
                    last = finished.atMillis();
                }
                case FirstToken first -> {}
                case Token token -> {}
            }
        }
        return new Measured(queued / requests, sojourn / requests, areaInSystem / last, requests / last);
    }

    /** Integral of the number of requests inside, stepping from event to event. */
    private static double area(VllmServer server, double from, double to, List<ServerEvent> events) {
        double area = 0;
        double at = from;
        while (at < to) {
            double next = Math.min(to, server.nextEventMillis().orElse(to));
            area += (server.running() + server.waiting()) * (next - at);
            events.addAll(server.advanceTo(next));
            at = next;
        }
        return area;
    }

    private static double exponential(SplittableRandom random) {
        return -Math.log(1 - random.nextDouble());
    }
}
