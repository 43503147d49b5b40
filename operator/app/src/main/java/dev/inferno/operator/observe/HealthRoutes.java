package dev.inferno.operator.observe;

import com.google.gson.Gson;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The probes of kubelet: 200 when up, 503 when down, with the reasons as JSON. */
final class HealthRoutes {

    static final Set<String> PATHS = Set.of("/health/live", "/healthz", "/health/ready", "/readyz", "/health/started");

    private static final Gson GSON = new Gson();

    private HealthRoutes() {}

    static void add(HttpRouting.Builder routing, HealthState health) {
        routing.get("/health/live", (request, response) -> send(response, health.live()))
                .get("/healthz", (request, response) -> send(response, health.live()))
                .get("/health/ready", (request, response) -> send(response, health.ready()))
                .get("/readyz", (request, response) -> send(response, health.ready()))
                .get("/health/started", (request, response) -> send(response, health.started()));
    }

    private static void send(ServerResponse response, HealthState.Probe probe) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", probe.up() ? "UP" : "DOWN");
        body.put("details", probe.details());
        response.status(probe.up() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
        response.headers().contentType(MediaTypes.APPLICATION_JSON);
        response.send(GSON.toJson(body));
    }
}
