package dev.inferno.documents;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;

/**
 * JSON text as a tree, by the letter of RFC 8259: Gson's own parser of trees takes single quotes, comments, NaN and text
 * after the end, and keeps the last of two fields of one name. Depth is bounded by Gson's reader.
 */
final class StrictJson {

    private StrictJson() {}

    /** @throws BadDocument saying where it is no JSON */
    static JsonElement parse(String text) {
        var in = new JsonReader(new StringReader(text));
        in.setStrictness(Strictness.STRICT);
        try {
            JsonElement value = value(in);
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new BadDocument("not JSON: there is more after the end of the document");
            }
            return value;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new BadDocument("not JSON: " + e.getMessage());
        }
    }

    private static JsonElement value(JsonReader in) throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> object(in);
            case BEGIN_ARRAY -> array(in);
            case STRING -> new JsonPrimitive(in.nextString());
            case NUMBER -> new JsonPrimitive(new BigDecimal(in.nextString()));
            case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
            case NULL -> {
                in.nextNull();
                yield JsonNull.INSTANCE;
            }
            default -> throw new IllegalStateException("a value is missing at " + in.getPath());
        };
    }

    private static JsonObject object(JsonReader in) throws IOException {
        JsonObject object = new JsonObject();
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            if (object.has(name)) {
                throw new BadDocument("not JSON: duplicate key " + name + " at " + in.getPath());
            }
            object.add(name, value(in));
        }
        in.endObject();
        return object;
    }

    private static JsonArray array(JsonReader in) throws IOException {
        JsonArray array = new JsonArray();
        in.beginArray();
        while (in.hasNext()) {
            array.add(value(in));
        }
        in.endArray();
        return array;
    }
}
