package dev.inferno.documents;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON objects, strictly: components in declared order, nulls left out; an unknown field is an error that names
 * the nearest known one, an absent field is an error unless it is nullable, a list or a map.
 */
final class RecordAdapterFactory implements TypeAdapterFactory {

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        Class<? super T> raw = type.getRawType();
        return raw.isRecord() ? (TypeAdapter<T>) new RecordAdapter<>(gson, (Class<? extends Record>) raw) : null;
    }

    private static final class RecordAdapter<R extends Record> extends TypeAdapter<R> {

        private final Class<R> type;
        private final Constructor<R> constructor;
        private final Map<String, Component> components = new LinkedHashMap<>();

        RecordAdapter(Gson gson, Class<R> type) {
            this.type = type;
            RecordComponent[] declared = type.getRecordComponents();
            for (int i = 0; i < declared.length; i++) {
                components.put(declared[i].getName(), Component.of(gson, declared[i], i));
            }
            try {
                constructor = type.getDeclaredConstructor(
                        Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
                constructor.setAccessible(true);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("record " + type + " without canonical constructor", e);
            }
        }

        @Override
        public void write(JsonWriter out, R value) throws IOException {
            out.beginObject();
            for (Component component : components.values()) {
                Object field = component.valueOf(value);
                if (field != null) {
                    out.name(component.name());
                    component.adapter().write(out, field);
                }
            }
            out.endObject();
        }

        @Override
        public R read(JsonReader in) throws IOException {
            if (in.peek() != JsonToken.BEGIN_OBJECT) {
                throw Scalars.refused(in, "an object");
            }
            @Nullable Object[] values = new @Nullable Object[components.size()];
            in.beginObject();
            while (in.hasNext()) {
                Component component = known(in.nextName());
                values[component.index()] = readField(in, component);
            }
            in.endObject();
            components.values().forEach(c -> values[c.index()] = c.orDefault(values[c.index()]));
            return construct(values);
        }

        private Component known(String name) {
            Component component = components.get(name);
            if (component == null) {
                throw new BadDocument("unknown field " + name + "; " + Nearest.hint(name, components.keySet()));
            }
            return component;
        }

        private @Nullable Object readField(JsonReader in, Component component) throws IOException {
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return null;
            }
            try {
                return component.adapter().read(in);
            } catch (BadDocument e) {
                throw e.within(component.name());
            }
        }

        private R construct(@Nullable Object[] values) {
            try {
                return constructor.newInstance(values);
            } catch (java.lang.reflect.InvocationTargetException e) {
                throw new BadDocument(String.valueOf(e.getTargetException().getMessage()));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot construct " + type, e);
            }
        }
    }

    private record Component(
            String name, int index, RecordComponent component, boolean optional, TypeAdapter<Object> adapter) {

        @SuppressWarnings("unchecked")
        static Component of(Gson gson, RecordComponent component, int index) {
            component.getAccessor().setAccessible(true);
            return new Component(
                    component.getName(),
                    index,
                    component,
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(component.getGenericType())));
        }

        @Nullable
        Object valueOf(Object record) {
            try {
                return component.getAccessor().invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + name, e);
            }
        }

        @Nullable
        Object orDefault(@Nullable Object value) {
            if (value != null || optional) {
                return value;
            }
            Class<?> type = component.getType();
            if (type == List.class) {
                return List.of();
            }
            if (type == Set.class) {
                return Set.of();
            }
            if (type == Map.class || type == SortedMap.class) {
                return new TreeMap<>();
            }
            throw new BadDocument("field " + name + " is missing; it must be " + expected());
        }

        String expected() {
            Class<?> type = component.getType();
            if (type.isEnum()) {
                return "one of " + EnumNames.all(type);
            }
            return switch (type.getSimpleName()) {
                case "double", "Double" -> "a number";
                case "int", "Integer", "long", "Long" -> "a whole number";
                case "boolean", "Boolean" -> "true or false";
                case "String" -> "a text";
                case "List", "Set" -> "a list";
                case "Map", "SortedMap" -> "a map";
                case "Duration" -> "a duration such as PT30S";
                case "Instant" -> "a time such as 2026-01-01T00:00:00Z";
                default -> "an object";
            };
        }
    }
}
