package dev.inferno.calibration;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import dev.inferno.snapshot.ReplicaUse;
import dev.inferno.vllm.Fleet;
import dev.inferno.vllm.Request;
import dev.inferno.vllm.ServerListener;
import dev.inferno.vllm.Span;
import dev.inferno.vllm.VllmServer;
import dev.inferno.vllm.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A fleet of known law under load, read as vLLM's counters would be: one {@link Window} per stretch of traffic. */
public final class SimulatedServers implements ServerListener {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<Long, Live> inside = new HashMap<>();
    private final Fleet fleet;
    private final ServerLimits limits;
    private final int servers;
    private final long seed;
    private long requests;
    private double nowMillis;
    private double finished;
    private double decodeTokens;
    private double decodeMillis;
    private double promptTokens;
    private double prefills;
    private double prefillMillis;
    private double ttftMillis;
    private double inputs;
    private double outputs;
    private double outputSquares;
    private final List<ReplicaUse> uses = new ArrayList<>();
    private double looked;

    public SimulatedServers(Iteration law, ServerLimits limits, int servers, Traffic traffic, long seed) {
        this.fleet = new Fleet(law, limits, servers, traffic.routing(), seed, this);
        this.limits = limits;
        this.servers = servers;
        this.seed = seed;
    }

    /** Between two looks at a server's gauges, as Prometheus scrapes. */
    private static final double SCRAPE_MILLIS = 5000;

    private static final class Live {
        private final Request request;
        private final double arrived;
        private double started;

        Live(Request request, double arrived) {
            this.request = request;
            this.arrived = arrived;
        }
    }

    /** Lets traffic come for so long and tells what the counters say of that time. */
    public Window window(Traffic traffic, double requestsPerSecond, double seconds) {
        reset();
        double begin = nowMillis;
        double end = begin + 1000 * seconds;
        var workload = new Workload(traffic, requestsPerSecond, seed + 7919 * requests + 1);
        for (double at = begin + workload.arrival(); at < end; at = begin + workload.arrival()) {
            look(at);
            Request drawn = workload.request();
            Request request = new Request(requests++, drawn.promptTokens(), drawn.cachedTokens(), drawn.outputTokens());
            inside.put(request.id(), new Live(request, at));
            if (!fleet.submit(request, at)) {
                inside.remove(request.id());
            }
        }
        fleet.advanceTo(end);
        nowMillis = end;
        look(end);
        var work = new ServerWork(
                servers, seconds, finished, decodeTokens, decodeMillis, promptTokens, prefills, prefillMillis, true);
        return new Window(START.plusMillis((long) end), work, mix(traffic), limits, traffic.routing());
    }

    /** How full each was at most when somebody looked in the last window. */
    public List<ReplicaUse> uses() {
        return List.copyOf(uses);
    }

    private void look(double at) {
        if (at < looked + SCRAPE_MILLIS) {
            return;
        }
        looked = at;
        fleet.advanceTo(at);
        for (int i = 0; i < servers; i++) {
            VllmServer server = fleet.servers().get(i);
            Double kv =
                    limits.kvTokens() == null ? null : (Double) ((double) server.contextTokens() / limits.kvTokens());
            var now = new ReplicaUse("server-" + i, kv, server.running(), (double) server.waiting());
            if (uses.size() <= i) {
                uses.add(now);
            } else {
                uses.set(i, fuller(uses.get(i), now));
            }
        }
    }

    private static ReplicaUse fuller(ReplicaUse one, ReplicaUse other) {
        return new ReplicaUse(
                one.name(),
                one.kvUsage() == null || other.kvUsage() == null
                        ? null
                        : (Double) Math.max(one.kvUsage(), other.kvUsage()),
                Math.max(one.running(), other.running()),
                one.waiting() == null || other.waiting() == null
                        ? null
                        : (Double) Math.max(one.waiting(), other.waiting()));
    }

    /** Mean of the last window; NaN if no answer began in it. */
    public double meanTtftMillis() {
        return ttftMillis / prefills;
    }

    private TokenMix mix(Traffic traffic) {
        double mean = outputs / Math.max(1, finished);
        double scv = finished > 0 ? Math.max(0, outputSquares / finished / (mean * mean) - 1) : 0;
        return new TokenMix(
                new TokenCount(
                        inputs / Math.max(1, finished), traffic.tokens().input().scv()),
                new TokenCount(mean, scv),
                traffic.tokens().prefixCacheHitRate());
    }

    private void reset() {
        uses.clear();
        finished = 0;
        decodeTokens = 0;
        decodeMillis = 0;
        promptTokens = 0;
        prefills = 0;
        prefillMillis = 0;
        ttftMillis = 0;
        inputs = 0;
        outputs = 0;
        outputSquares = 0;
    }

    @Override
    public void started(long id, double at) {
        live(id).started = at;
    }

    @Override
    public void firstToken(long id, double at) {
        Live live = live(id);
        promptTokens += live.request.promptTokens();
        prefills++;
        prefillMillis += at - live.started;
        ttftMillis += at - live.arrived;
    }

    @Override
    public void decoded(int sequences, Span span, long iterations) {
        decodeTokens += (double) sequences * iterations;
        decodeMillis += sequences * span.millis(iterations);
    }

    @Override
    public void resumed(double gapMillis) {
        decodeTokens++;
        decodeMillis += gapMillis;
    }

    @Override
    public void finished(long id, double at) {
        Request request = live(id).request;
        finished++;
        inputs += request.promptTokens();
        outputs += request.outputTokens();
        outputSquares += (double) request.outputTokens() * request.outputTokens();
        inside.remove(id);
    }

    private Live live(long id) {
        return Objects.requireNonNull(inside.get(id), "request " + id);
    }
}
