package dev.inferno.operator.kube;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.ApiException;
import org.jspecify.annotations.Nullable;

/** What the API server said, as a sentence. */
final class ApiErrors {

    private static final int MOST_CHARACTERS = 500;

    private ApiErrors() {}

    static boolean isForbidden(ApiException e) {
        return e.getCode() == 403;
    }

    static boolean isNotFound(ApiException e) {
        return e.getCode() == 404;
    }

    static boolean isConflict(ApiException e) {
        return e.getCode() == 409;
    }

    /** The {@code message} of the server's Status, else what the client knows. */
    static String message(ApiException e) {
        if (e.getCode() == 0) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return "the API server did not answer: " + cause.getMessage();
        }
        return "the API server answered " + e.getCode() + ": " + shorten(statusMessage(e.getResponseBody()));
    }

    private static String statusMessage(@Nullable String body) {
        if (body == null || body.isBlank()) {
            return "no details";
        }
        try {
            JsonElement status = JsonParser.parseString(body);
            if (status.isJsonObject() && status.getAsJsonObject().has("message")) {
                return status.getAsJsonObject().get("message").getAsString();
            }
            return body;
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException notAStatus) {
            return body;
        }
    }

    private static String shorten(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
    }
}
