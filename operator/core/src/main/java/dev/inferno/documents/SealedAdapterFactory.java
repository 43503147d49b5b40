package dev.inferno.documents;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sealed interfaces as objects whose field {@code kind} names the record: {@code {"kind": "notFound", ...}}. */
final class SealedAdapterFactory implements TypeAdapterFactory {

    private static final String KIND = "kind";

    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        Class<? super T> raw = type.getRawType();
        if (!raw.isInterface() || !raw.isSealed()) {
            return null;
        }
        Map<String, Class<?>> byKind = new LinkedHashMap<>();
        for (Class<?> permitted : raw.getPermittedSubclasses()) {
            byKind.put(kindOf(permitted), permitted);
        }
        TypeAdapter<JsonElement> elements = gson.getAdapter(JsonElement.class);
        return new TypeAdapter<>() {
            @Override
            @SuppressWarnings("unchecked")
            public void write(JsonWriter out, T value) throws IOException {
                TypeAdapter<T> adapter = (TypeAdapter<T>) gson.getAdapter(value.getClass());
                JsonObject tagged = new JsonObject();
                tagged.addProperty(KIND, kindOf(value.getClass()));
                adapter.toJsonTree(value)
                        .getAsJsonObject()
                        .entrySet()
                        .forEach(e -> tagged.add(e.getKey(), e.getValue()));
                elements.write(out, tagged);
            }

            @Override
            @SuppressWarnings("unchecked")
            public T read(JsonReader in) throws IOException {
                JsonElement element = elements.read(in);
                if (!element.isJsonObject() || !element.getAsJsonObject().has(KIND)) {
                    throw new BadDocument("must be an object with a field kind, one of " + byKind.keySet());
                }
                JsonObject object = element.getAsJsonObject();
                JsonElement kind = object.remove(KIND);
                Class<?> permitted =
                        kind instanceof JsonPrimitive text && text.isString() ? byKind.get(text.getAsString()) : null;
                if (permitted == null) {
                    throw new BadDocument("kind " + kind + " must be one of " + byKind.keySet());
                }
                return (T) gson.getAdapter(permitted).fromJsonTree(object);
            }
        };
    }

    static String kindOf(Class<?> type) {
        String name = type.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
