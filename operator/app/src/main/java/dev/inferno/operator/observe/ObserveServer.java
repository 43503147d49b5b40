package dev.inferno.operator.observe;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import org.jspecify.annotations.Nullable;

/**
 * Answers over HTTP: {@code /metrics}, {@code /health/*} and {@code /debug/*} on the metrics address, {@code /health/*} on
 * the health address too. Equal addresses make one server. With {@link Security} the metrics address speaks HTTPS and asks
 * for a token, except for health; the health address stays plain. Thread-safety: all methods from any thread.
 */
public final class ObserveServer implements AutoCloseable {

    private final @Nullable WebServer metrics;
    private final @Nullable WebServer health;
    private final @Nullable Security security;

    private ObserveServer(@Nullable WebServer metrics, @Nullable WebServer health, @Nullable Security security) {
        this.metrics = metrics;
        this.health = health;
        this.security = security;
    }

    /**
     * Listens at once; {@code /health/started} answers from then on.
     *
     * @param metrics null = neither metrics nor decisions are served
     * @param health null = health is served on the metrics address only
     * @param shared with equal hosts and both ports 0: one server instead of two
     * @param security null = plain HTTP, to everyone; closed together with the server
     */
    public static ObserveServer start(
            @Nullable BindAddress metrics,
            @Nullable BindAddress health,
            boolean shared,
            DecisionLog decisions,
            HealthState state,
            @Nullable Security security) {
        WebServer first = metrics == null ? null : full(metrics, decisions, state, security);
        if (health == null || (health.equals(metrics) && (shared || health.port() != 0))) {
            return new ObserveServer(first, null, security);
        }
        try {
            return new ObserveServer(first, healthOnly(health, state), security);
        } catch (RuntimeException e) {
            new ObserveServer(first, null, security).close();
            throw e;
        }
    }

    /** Base URL of metrics and decisions, with the real port; that of health when metrics are off. */
    public String url() {
        return url(metrics == null ? health : metrics);
    }

    /** Base URL of health, with the real port. */
    public String healthUrl() {
        return url(health == null ? metrics : health);
    }

    @Override
    public void close() {
        if (security != null) {
            security.close();
        }
        if (health != null) {
            health.stop();
        }
        if (metrics != null) {
            metrics.stop();
        }
    }

    private static String url(@Nullable WebServer server) {
        if (server == null) {
            throw new IllegalStateException("no server: both bind addresses are off");
        }
        String host = server.prototype().host();
        String reachable = host.equals("0.0.0.0") ? "127.0.0.1" : host;
        return (server.hasTls() ? "https://" : "http://")
                + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + server.port();
    }

    private static WebServer full(
            BindAddress address, DecisionLog decisions, HealthState state, @Nullable Security security) {
        HttpRouting.Builder routing = HttpRouting.builder();
        if (security != null) {
            routing.addFilter(security.filter());
        }
        HealthRoutes.add(routing, state);
        new DecisionRoutes(decisions).add(routing);
        otherwiseNotFound(routing);
        var observe = ObserveFeature.builder()
                .endpoint("/")
                .observersDiscoverServices(false)
                .addObserver(MetricsObserver.builder()
                        .endpoint("/metrics")
                        .metricsConfig(Registry.CONFIG)
                        .meterRegistry(Registry.global())
                        .build())
                .build();
        WebServerConfig.Builder server = server(address, routing).addFeature(observe);
        if (security == null) {
            return server.build().start();
        }
        WebServer started = server.tls(security.tls()).build().start();
        security.follow(started);
        return started;
    }

    private static WebServer healthOnly(BindAddress address, HealthState state) {
        HttpRouting.Builder routing = HttpRouting.builder();
        HealthRoutes.add(routing, state);
        otherwiseNotFound(routing);
        return server(address, routing).build().start();
    }

    private static WebServerConfig.Builder server(BindAddress address, HttpRouting.Builder routing) {
        return WebServer.builder()
                .host(address.host())
                .port(address.port())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .routing(routing);
    }

    /** Features are routed after us, so what may be theirs is passed on. */
    private static void otherwiseNotFound(HttpRouting.Builder routing) {
        routing.any((request, response) -> {
            String path = request.path().path();
            if (path.equals("/metrics") || path.startsWith("/metrics/")) {
                response.next();
            } else {
                DecisionRoutes.notFound(
                        response,
                        "nothing at " + path + "; try /metrics, /health/live, /health/ready, /health/started, "
                                + "/debug/decisions or /debug/explain/{namespace}/{name}");
            }
        });
    }
}
