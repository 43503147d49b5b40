package dev.inferno.e2e.emulator;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.inferno.e2e.emulator.Exposition.Mode;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Metrics, health, and the switch that makes metrics misbehave. */
final class ControlService implements HttpService {

    private final Fleet fleet;
    private final Gateway gateway;

    ControlService(Fleet fleet, Gateway gateway) {
        this.fleet = fleet;
        this.gateway = gateway;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/metrics", this::metrics)
                .get("/health", (request, response) -> response.send())
                .post("/emulator/metrics", this::expose);
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        response.header("Content-Type", MetricsPage.CONTENT_TYPE);
        String page = MetricsPage.render(fleet.servers(), gateway.samples());
        response.send(page.getBytes(StandardCharsets.UTF_8));
    }

    /** Body {@code {"mode": ..., "namespace": ..., "pod": ..., "model": ...}}; what is left out matches every server. */
    private void expose(ServerRequest request, ServerResponse response) {
        try {
            JsonObject body =
                    JsonParser.parseString(request.content().as(String.class)).getAsJsonObject();
            Mode mode = Mode.valueOf(body.get("mode").getAsString().toUpperCase(Locale.ROOT));
            String namespace = text(body, "namespace");
            String pod = text(body, "pod");
            String model = text(body, "model");
            int switched = fleet.expose(
                    mode,
                    server -> matches(
                                    namespace,
                                    server.pod() == null ? "" : server.pod().namespace())
                            && matches(
                                    pod,
                                    server.pod() == null ? "" : server.pod().name())
                            && matches(model, server.model()),
                    namespace == null && pod == null && model == null);
            send(response, 200, "{\"switched\":" + switched + "}");
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException | NullPointerException e) {
            send(
                    response,
                    400,
                    OpenAiError.badRequest("mode", "mode must be normal, empty, nan or stale")
                            .json());
        }
    }

    private static boolean matches(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }

    private static @Nullable String text(JsonObject body, String name) {
        JsonElement value = body.get(name);
        return value == null || value.isJsonNull() ? null : value.getAsString();
    }

    private static void send(ServerResponse response, int status, String json) {
        response.status(status).header("Content-Type", "application/json");
        response.send(json.getBytes(StandardCharsets.UTF_8));
    }
}
