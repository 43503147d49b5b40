package dev.inferno.documents;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Maps from texts, so that a complaint about a value names its key. */
final class MapAdapterFactory implements TypeAdapterFactory {

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        Class<? super T> raw = type.getRawType();
        if ((raw != Map.class && raw != SortedMap.class)
                || !(type.getType() instanceof ParameterizedType map)
                || map.getActualTypeArguments()[0] != String.class) {
            return null;
        }
        var value = (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(map.getActualTypeArguments()[1]));
        return (TypeAdapter<T>) new Values(value);
    }

    private static final class Values extends TypeAdapter<Map<String, Object>> {

        private final TypeAdapter<Object> value;

        Values(TypeAdapter<Object> value) {
            this.value = value;
        }

        @Override
        public void write(JsonWriter out, Map<String, Object> values) throws IOException {
            out.beginObject();
            for (Map.Entry<String, Object> entry : values.entrySet()) {
                out.name(entry.getKey());
                value.write(out, entry.getValue());
            }
            out.endObject();
        }

        @Override
        public Map<String, Object> read(JsonReader in) throws IOException {
            if (in.peek() != JsonToken.BEGIN_OBJECT) {
                throw Scalars.refused(in, "a map");
            }
            Map<String, Object> values = new TreeMap<>();
            in.beginObject();
            while (in.hasNext()) {
                String key = in.nextName();
                try {
                    values.put(key, value.read(in));
                } catch (BadDocument e) {
                    throw e.within(key);
                }
            }
            in.endObject();
            return values;
        }
    }
}
