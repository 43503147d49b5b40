package dev.inferno.operator.observe;

import com.google.gson.Gson;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what was decided and why. Read only. */
final class DecisionRoutes {

    private static final Gson GSON = new Gson();

    private final DecisionLog log;

    DecisionRoutes(DecisionLog log) {
        this.log = log;
    }

    void add(HttpRouting.Builder routing) {
        routing.get("/debug/decisions", this::list)
                .get("/debug/decisions/{id}", this::decision)
                .get("/debug/decisions/{id}/snapshot", this::snapshot)
                .get("/debug/explain/{namespace}/{name}", this::explain);
    }

    private void list(ServerRequest request, ServerResponse response) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (DecisionLog.Entry entry : log.list()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", entry.id());
            row.put("at", entry.at().toString());
            row.put("trigger", entry.trigger());
            row.put("variants", entry.explanationByVariant().keySet());
            row.put("snapshotKept", entry.snapshotJson() != null);
            rows.add(row);
        }
        send(response, MediaTypes.APPLICATION_JSON, GSON.toJson(rows));
    }

    private void decision(ServerRequest request, ServerResponse response) {
        String id = request.path().pathParameters().get("id");
        DecisionLog.Entry entry = log.find(id);
        if (entry == null) {
            unknown(response, id);
        } else {
            send(response, MediaTypes.APPLICATION_JSON, entry.decisionJson());
        }
    }

    private void snapshot(ServerRequest request, ServerResponse response) {
        String id = request.path().pathParameters().get("id");
        DecisionLog.Entry entry = log.find(id);
        if (entry == null) {
            unknown(response, id);
        } else if (entry.snapshotJson() == null) {
            notFound(
                    response,
                    "the snapshot of decision " + id
                            + " is no longer kept; only the newest few are, see /debug/decisions");
        } else {
            send(response, MediaTypes.APPLICATION_JSON, entry.snapshotJson());
        }
    }

    private void explain(ServerRequest request, ServerResponse response) {
        var path = request.path().pathParameters();
        String variant = path.get("namespace") + "/" + path.get("name");
        String text = log.explanation(variant);
        if (text == null) {
            notFound(
                    response,
                    "no kept decision knows a VariantAutoscaling " + variant
                            + "; only the replica that leads decides, and a new variant is decided in its next cycle");
        } else {
            send(response, MediaTypes.TEXT_PLAIN, text);
        }
    }

    private static void unknown(ServerResponse response, String id) {
        notFound(response, "no decision " + id + " is kept; see /debug/decisions for those that are");
    }

    static void notFound(ServerResponse response, String message) {
        response.status(Status.NOT_FOUND_404);
        send(response, MediaTypes.TEXT_PLAIN, message + "\n");
    }

    private static void send(ServerResponse response, MediaType type, String body) {
        response.headers().contentType(type);
        response.send(body);
    }
}
