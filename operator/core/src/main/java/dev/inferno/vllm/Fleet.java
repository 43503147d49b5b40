package dev.inferno.vllm;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Like servers behind a router that sees how many requests each holds at the instant a request arrives.
 *
 * <p>Problem: what a fleet does to a stream of requests. Method: {@link VllmServer}s in one virtual time; ties of
 * {@code LEAST_LOADED} go to the first after the one chosen last. Source: the routers of common gateways, without
 * staleness of their view. Complexity: O(servers) per request. Units: milliseconds. Thread-safety: none.
 */
public final class Fleet {

    private final List<VllmServer> servers;
    private final Routing routing;
    private final SplittableRandom random;
    private int last;

    public Fleet(Iteration law, ServerLimits limits, int servers, Routing routing, long seed, ServerListener listener) {
        this.servers = Stream.generate(() -> new VllmServer(law, limits, listener))
                .limit(servers)
                .toList();
        this.routing = routing;
        this.random = new SplittableRandom(seed);
    }

    /** Hands a request to the server the router picks; false if that one refuses it. */
    public boolean submit(Request request, double nowMillis) {
        last = pick(nowMillis);
        return servers.get(last).submit(request, nowMillis);
    }

    /** Lets time pass in all servers. */
    public void advanceTo(double nowMillis) {
        for (VllmServer server : servers) {
            server.catchUp(nowMillis);
        }
    }

    /** As they stand, in their own order. */
    public List<VllmServer> servers() {
        return servers;
    }

    public long preemptions() {
        return servers.stream().mapToLong(VllmServer::preemptions).sum();
    }

    private int pick(double nowMillis) {
        return switch (routing) {
            case RANDOM -> random.nextInt(servers.size());
            case ROUND_ROBIN -> (last + 1) % servers.size();
            case LEAST_LOADED -> leastLoaded(nowMillis);
            case POWER_OF_TWO -> lessLoaded(nowMillis);
        };
    }

    private int leastLoaded(double nowMillis) {
        advanceTo(nowMillis);
        int best = (last + 1) % servers.size();
        for (int i = 2; i <= servers.size(); i++) {
            int other = (last + i) % servers.size();
            if (inside(other) < inside(best)) {
                best = other;
            }
        }
        return best;
    }

    private int lessLoaded(double nowMillis) {
        int first = random.nextInt(servers.size());
        if (servers.size() == 1) {
            return first;
        }
        int second = (first + 1 + random.nextInt(servers.size() - 1)) % servers.size();
        servers.get(first).catchUp(nowMillis);
        servers.get(second).catchUp(nowMillis);
        return inside(second) < inside(first) ? second : first;
    }

    private int inside(int server) {
        return servers.get(server).running() + servers.get(server).waiting();
    }
}
