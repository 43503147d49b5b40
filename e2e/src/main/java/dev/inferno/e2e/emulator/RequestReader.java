package dev.inferno.e2e.emulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Reads the body of a completion request and refuses, in OpenAI's words, what cannot be served. */
final class RequestReader {

    private final JsonObject body;

    private RequestReader(JsonObject body) {
        this.body = body;
    }

    static RequestReader of(String text) {
        try {
            JsonElement body = JsonParser.parseString(text);
            if (body.isJsonObject()) {
                return new RequestReader(body.getAsJsonObject());
            }
        } catch (JsonParseException e) {
            throw OpenAiError.badRequest(null, "The body is not valid JSON: " + e.getMessage());
        }
        throw OpenAiError.badRequest(null, "The body is not a JSON object");
    }

    String model() {
        JsonElement model = member(body, "model");
        if (model == null || !isString(model)) {
            throw OpenAiError.badRequest("model", "you must provide a model parameter");
        }
        return model.getAsString();
    }

    CompletionRequest request(boolean chat, ServerProfile profile) {
        int prompt = Math.max(1, chat ? messageTokens() : promptTokens());
        Integer asked = maxTokens();
        int room = profile.maxModelLen() - prompt;
        int output = asked == null ? Math.max(1, Math.min(profile.defaultMaxTokens(), room)) : asked;
        if (output > room) {
            throw OpenAiError.badRequest(
                    "max_tokens",
                    "This model's maximum context length is %d tokens; prompt (%d) and max_tokens (%d) are more"
                            .formatted(profile.maxModelLen(), prompt, output));
        }
        JsonElement options = member(body, "stream_options");
        return new CompletionRequest(
                chat,
                model(),
                prompt,
                output,
                asked == null ? "stop" : "length",
                flag(body, "stream"),
                options != null && options.isJsonObject() && flag(options.getAsJsonObject(), "include_usage"));
    }

    private @Nullable Integer maxTokens() {
        for (String name : new String[] {"max_completion_tokens", "max_tokens"}) {
            JsonElement value = member(body, name);
            if (value != null) {
                return positiveInteger(name, value);
            }
        }
        return null;
    }

    private static int positiveInteger(String name, JsonElement value) {
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
            double number = value.getAsDouble();
            if (number >= 1 && number <= Integer.MAX_VALUE && number == Math.rint(number)) {
                return (int) number;
            }
        }
        throw OpenAiError.badRequest(name, "%s must be an integer of at least 1, got %s".formatted(name, value));
    }

    private int promptTokens() {
        JsonElement prompt = member(body, "prompt");
        if (prompt == null) {
            throw OpenAiError.badRequest("prompt", "you must provide a prompt");
        }
        if (isString(prompt)) {
            return words(prompt.getAsString());
        }
        if (!prompt.isJsonArray()) {
            throw OpenAiError.badRequest("prompt", "prompt must be a text, a list of one text, or a list of token ids");
        }
        JsonArray parts = prompt.getAsJsonArray();
        if (parts.size() == 1 && isString(parts.get(0))) {
            return words(parts.get(0).getAsString());
        }
        for (JsonElement part : parts) {
            if (!part.isJsonPrimitive() || !part.getAsJsonPrimitive().isNumber()) {
                throw OpenAiError.badRequest("prompt", "one prompt per request: several texts are not emulated");
            }
        }
        return parts.size();
    }

    private int messageTokens() {
        JsonElement messages = member(body, "messages");
        if (messages == null
                || !messages.isJsonArray()
                || messages.getAsJsonArray().isEmpty()) {
            throw OpenAiError.badRequest("messages", "you must provide messages: a list with at least one message");
        }
        int words = 0;
        for (JsonElement message : messages.getAsJsonArray()) {
            if (!message.isJsonObject()) {
                throw OpenAiError.badRequest("messages", "a message must be an object with role and content");
            }
            words += contentTokens(member(message.getAsJsonObject(), "content"));
        }
        return words;
    }

    private static int contentTokens(@Nullable JsonElement content) {
        if (content == null) {
            return 0;
        }
        if (isString(content)) {
            return words(content.getAsString());
        }
        int words = 0;
        if (content.isJsonArray()) {
            for (JsonElement part : content.getAsJsonArray()) {
                JsonElement text = part.isJsonObject() ? member(part.getAsJsonObject(), "text") : null;
                words += text == null ? 0 : contentTokens(text);
            }
        }
        return words;
    }

    private static boolean flag(JsonObject object, String name) {
        JsonElement value = member(object, name);
        if (value == null) {
            return false;
        }
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) {
            return value.getAsBoolean();
        }
        throw OpenAiError.badRequest(name, "%s must be true or false, got %s".formatted(name, value));
    }

    private static int words(String text) {
        return new StringTokenizer(text).countTokens();
    }

    private static boolean isString(JsonElement element) {
        return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
    }

    private static @Nullable JsonElement member(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value == null || value.isJsonNull() ? null : value;
    }
}
