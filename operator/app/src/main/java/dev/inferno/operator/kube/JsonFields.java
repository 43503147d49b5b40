package dev.inferno.operator.kube;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.custom.QuantityFormatException;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of a stream. What has another shape than Kubernetes documents is skipped, counts as left out and is
 * remembered as the object's problem; so nothing but broken JSON keeps the next object from being read.
 */
final class JsonFields {

    /** Reads the value of one member, or skips it. */
    @FunctionalInterface
    interface Member {
        void read(String name) throws IOException;
    }

    /** Reads one element. */
    @FunctionalInterface
    interface Element<T> {
        @Nullable
        T read() throws IOException;
    }

    private static final Interned<String> TEXTS = new Interned<>();
    private static final Interned<Amount> AMOUNTS = new Interned<>();
    private static final Quantity NOTHING = new Quantity("0");

    private record Amount(String text, Quantity quantity) {
        /** By text alone: that is what is looked up. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Amount amount && amount.text.equals(text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    private final JsonReader in;
    private @Nullable String problem;

    JsonFields(JsonReader in) {
        this.in = in;
    }

    /** What was wrong first, naming the field; null when nothing was. */
    @Nullable
    String problem() {
        return problem;
    }

    void problem(String message) {
        if (problem == null) {
            problem = message;
        }
    }

    /** Takes a null off the stream, if one is there. */
    static boolean isNull(JsonReader in) throws IOException {
        if (in.peek() != JsonToken.NULL) {
            return false;
        }
        in.nextNull();
        return true;
    }

    void skip() throws IOException {
        in.skipValue();
    }

    void object(String field, Member member) throws IOException {
        if (!begins(field, JsonToken.BEGIN_OBJECT, "an object")) {
            return;
        }
        in.beginObject();
        while (in.hasNext()) {
            member.read(in.nextName());
        }
        in.endObject();
    }

    /** Without the elements of which nothing is to be kept. */
    <T> List<T> list(String field, Element<T> element) throws IOException {
        List<T> list = new ArrayList<>();
        if (!begins(field, JsonToken.BEGIN_ARRAY, "a list")) {
            return list;
        }
        in.beginArray();
        while (in.hasNext()) {
            T item = element.read();
            if (item != null) {
                list.add(item);
            }
        }
        in.endArray();
        return list;
    }

    /** A text that is likely to come again. */
    @Nullable
    String text(String field) throws IOException {
        String text = unique(field);
        return text == null ? null : TEXTS.of(text);
    }

    /** A text of this object alone. */
    @Nullable
    String unique(String field) throws IOException {
        return switch (in.peek()) {
            case STRING, NUMBER -> in.nextString();
            case BOOLEAN -> Boolean.toString(in.nextBoolean());
            default -> {
                begins(field, JsonToken.STRING, "a text");
                yield null;
            }
        };
    }

    boolean flag(String field) throws IOException {
        return begins(field, JsonToken.BOOLEAN, "true or false") && in.nextBoolean();
    }

    @Nullable
    Integer number(String field) throws IOException {
        String text = unique(field);
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            problem(field + " (" + text + ") must be a whole number");
            return null;
        }
    }

    Map<String, String> texts(String field) throws IOException {
        Map<String, String> texts = new HashMap<>();
        object(field, name -> texts.put(TEXTS.of(name), Lists.orEmpty(text(field))));
        return texts;
    }

    Map<String, Quantity> quantities(String field) throws IOException {
        Map<String, Quantity> quantities = new HashMap<>();
        object(field, name -> {
            String text = unique(field);
            Quantity quantity = text == null ? null : quantity(field + "." + name, text);
            if (quantity != null) {
                quantities.put(TEXTS.of(name), quantity);
            }
        });
        return quantities;
    }

    private @Nullable Quantity quantity(String field, String text) {
        Amount known = AMOUNTS.known(new Amount(text, NOTHING));
        if (known != null) {
            return known.quantity();
        }
        try {
            return AMOUNTS.of(new Amount(text, new Quantity(text))).quantity();
        } catch (QuantityFormatException | IllegalArgumentException e) {
            problem(field + " (\"" + text + "\") must be a quantity, such as 500m or 40Gi");
            return null;
        }
    }

    /** Those of a status, each made of its type and status. */
    <T> List<T> conditions(BiFunction<String, String, T> condition) throws IOException {
        return list("status.conditions", () -> {
            String[] said = {"", ""};
            object("status.conditions", member -> {
                switch (member) {
                    case "type" -> said[0] = Lists.orEmpty(text("status.conditions.type"));
                    case "status" -> said[1] = Lists.orEmpty(text("status.conditions.status"));
                    default -> skip();
                }
            });
            return condition.apply(said[0], said[1]);
        });
    }

    /** Something rare, as the client's model of it. */
    <T> @Nullable T model(String field, Class<T> type) throws IOException {
        JsonElement tree = JsonParser.parseReader(in);
        try {
            return JSON.getGson().fromJson(tree, type);
        } catch (JsonParseException | IllegalArgumentException | IllegalStateException e) {
            problem(field + ": " + e.getMessage());
            return null;
        }
    }

    private boolean begins(String field, JsonToken wanted, String name) throws IOException {
        JsonToken found = in.peek();
        if (found == wanted) {
            return true;
        }
        in.skipValue();
        if (found != JsonToken.NULL) {
            problem(field + " is " + found + ", but must be " + name);
        }
        return false;
    }
}
