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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists, so that a complaint about an element names its index. */
final class ListAdapterFactory implements TypeAdapterFactory {

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        if (type.getRawType() != List.class || !(type.getType() instanceof ParameterizedType list)) {
            return null;
        }
        var element = (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(list.getActualTypeArguments()[0]));
        return (TypeAdapter<T>) new ElementList(element);
    }

    private static final class ElementList extends TypeAdapter<List<Object>> {

        private final TypeAdapter<Object> element;

        ElementList(TypeAdapter<Object> element) {
            this.element = element;
        }

        @Override
        public void write(JsonWriter out, List<Object> values) throws IOException {
            out.beginArray();
            for (Object value : values) {
                element.write(out, value);
            }
            out.endArray();
        }

        @Override
        public List<Object> read(JsonReader in) throws IOException {
            if (in.peek() != JsonToken.BEGIN_ARRAY) {
                throw Scalars.refused(in, "a list");
            }
            List<Object> values = new ArrayList<>();
            in.beginArray();
            while (in.hasNext()) {
                try {
                    values.add(element.read(in));
                } catch (BadDocument e) {
                    throw e.at(values.size());
                }
            }
            in.endArray();
            return values;
        }
    }
}
