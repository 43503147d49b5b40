package dev.inferno.operator.kube;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * The few requests this operator makes, as JSON with the content type the API server insists on. The typed calls of the
 * client send patches as {@code application/json}, which is refused, and write out empty lists, which clears fields.
 */
final class ApiRequests {

    /** Owner of the fields we write. */
    static final String FIELD_MANAGER = "inferno-autoscaler";

    private static final String JSON = "application/json";
    private static final String[] AUTH = {"BearerToken"};

    private final ApiClient client;

    ApiRequests(ApiClient client) {
        this.client = client;
    }

    JsonObject get(String path) throws ApiException {
        return send("GET", path, JSON, null);
    }

    JsonObject create(String path, JsonElement body) throws ApiException {
        return send("POST", path, JSON, body);
    }

    JsonObject update(String path, JsonElement body) throws ApiException {
        return send("PUT", path, JSON, body);
    }

    JsonObject mergePatch(String path, JsonElement body) throws ApiException {
        return send("PATCH", path, "application/merge-patch+json", body);
    }

    JsonObject jsonPatch(String path, JsonElement body) throws ApiException {
        return send("PATCH", path, "application/json-patch+json", body);
    }

    private JsonObject send(String method, String path, String contentType, @Nullable JsonElement body)
            throws ApiException {
        List<Pair> query = body == null ? List.of() : List.of(new Pair("fieldManager", FIELD_MANAGER));
        return client.<JsonObject>execute(call(client, method, path, query, contentType, body), JsonObject.class)
                .getData();
    }

    /** A call with the client's own credentials. */
    static Call call(
            ApiClient client,
            String method,
            String path,
            List<Pair> query,
            String contentType,
            @Nullable JsonElement body)
            throws ApiException {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", JSON);
        headers.put("Content-Type", contentType);
        // The client's own serialisation leaves out null, which in a merge patch takes a field away.
        byte @Nullable [] content = body == null ? null : body.toString().getBytes(StandardCharsets.UTF_8);
        return client.buildCall(
                null, path, method, query, List.of(), content, headers, new HashMap<>(), new HashMap<>(), AUTH, null);
    }

    /**
     * The answer to a call, to be read as it arrives, and closed.
     *
     * @throws ApiException as the client's own, when there is none or it is no success
     */
    static Response answer(Call call) throws ApiException {
        try {
            Response response = call.execute();
            if (response.isSuccessful()) {
                return response;
            }
            try (ResponseBody body = response.body()) {
                throw new ApiException(
                        response.message(), response.code(), response.headers().toMultimap(), body.string());
            }
        } catch (IOException e) {
            throw new ApiException(e);
        }
    }
}
