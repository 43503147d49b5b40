package dev.inferno.e2e.emulator;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/** A refusal in OpenAI's shape. */
final class OpenAiError extends RuntimeException {

    private final int status;
    private final String type;
    private final @Nullable String param;
    private final @Nullable String code;

    private OpenAiError(int status, String type, @Nullable String param, @Nullable String code, String message) {
        super(message);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    static OpenAiError badRequest(@Nullable String param, String message) {
        return new OpenAiError(400, "invalid_request_error", param, null, message);
    }

    static OpenAiError unknownModel(String model, Object known) {
        return new OpenAiError(
                404,
                "invalid_request_error",
                "model",
                "model_not_found",
                "The model `%s` does not exist; served here: %s".formatted(model, known));
    }

    static OpenAiError queueFull(int running, @Nullable Integer queue) {
        return new OpenAiError(
                429,
                "rate_limit_error",
                null,
                "rate_limit_exceeded",
                "The server is full: %d running and %s waiting are its limits; retry later".formatted(running, queue));
    }

    static OpenAiError unavailable(String message) {
        return new OpenAiError(503, "service_unavailable_error", null, "service_unavailable", message);
    }

    int status() {
        return status;
    }

    String json() {
        JsonObject error = new JsonObject();
        error.addProperty("message", getMessage());
        error.addProperty("type", type);
        error.add("param", JsonNull.INSTANCE);
        error.add("code", JsonNull.INSTANCE);
        if (param != null) {
            error.addProperty("param", param);
        }
        if (code != null) {
            error.addProperty("code", code);
        }
        JsonObject body = new JsonObject();
        body.add("error", error);
        return body.toString();
    }
}
