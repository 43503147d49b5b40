package dev.inferno.documents;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Enum constants in documents: {@code ROUND_ROBIN} is written {@code roundRobin}. */
final class EnumNames implements TypeAdapterFactory {

    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        Class<? super T> raw = type.getRawType();
        if (!raw.isEnum()) {
            return null;
        }
        Map<String, T> byName = new LinkedHashMap<>();
        for (Object constant : raw.getEnumConstants()) {
            @SuppressWarnings("unchecked")
            T value = (T) constant;
            byName.put(document(((Enum<?>) constant).name()), value);
        }
        return new TypeAdapter<>() {
            @Override
            public void write(JsonWriter out, T value) throws IOException {
                out.value(document(((Enum<?>) value).name()));
            }

            @Override
            public T read(JsonReader in) throws IOException {
                String text = Scalars.text(in, "one of " + String.join(", ", byName.keySet()));
                T value = byName.get(text);
                if (value == null) {
                    throw new BadDocument(text + " must be one of " + String.join(", ", byName.keySet()));
                }
                return value;
            }
        };
    }

    static String all(Class<?> type) {
        return String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> document(((Enum<?>) constant).name()))
                        .toList());
    }

    /** CONSTANT_CASE becomes camelCase; mixed case stays. */
    static String document(String constant) {
        if (!constant.equals(constant.toUpperCase(java.util.Locale.ROOT))) {
            return constant;
        }
        StringBuilder name = new StringBuilder();
        boolean raise = false;
        for (char c : constant.toCharArray()) {
            if (c == '_') {
                raise = true;
            } else {
                name.append(raise ? c : Character.toLowerCase(c));
                raise = false;
            }
        }
        return name.toString();
    }
}
