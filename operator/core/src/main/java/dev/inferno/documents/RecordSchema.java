package dev.inferno.documents;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.inferno.serving.TokenCount;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema (2020-12) of a document, derived from its record, so that schema and code cannot differ.
 *
 * <p>Complexity: linear in the types reached. Thread-safety: one instance per schema.
 */
public final class RecordSchema {

    private final Map<String, JsonObject> definitions = new TreeMap<>();

    private RecordSchema() {}

    /** The schema as indented JSON with a final newline. */
    public static String of(Class<? extends Record> document) {
        RecordSchema schemas = new RecordSchema();
        JsonObject root = new JsonObject();
        root.addProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.addProperty("title", document.getSimpleName());
        schemas.record(document).entrySet().forEach(entry -> root.add(entry.getKey(), entry.getValue()));
        JsonObject definitions = new JsonObject();
        schemas.definitions.forEach(definitions::add);
        root.add("$defs", definitions);
        return RecordJson.writePretty(root);
    }

    private JsonObject record(Class<?> type) {
        JsonObject schema = new JsonObject();
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.add(component.getName(), schema(component.getGenericType()));
            if (isRequired(component)) {
                required.add(component.getName());
            }
        }
        schema.addProperty("type", "object");
        schema.add("properties", properties);
        schema.add("required", required);
        schema.addProperty("additionalProperties", false);
        return schema;
    }

    private static boolean isRequired(RecordComponent component) {
        Class<?> type = component.getType();
        return !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                && !Collection.class.isAssignableFrom(type)
                && !Map.class.isAssignableFrom(type);
    }

    private JsonElement schema(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            boolean map = Map.class.isAssignableFrom((Class<?>) parameterized.getRawType());
            JsonObject schema = typed(map ? "object" : "array");
            schema.add(map ? "additionalProperties" : "items", schema(arguments[arguments.length - 1]));
            return schema;
        }
        return plain((Class<?>) type);
    }

    private JsonElement plain(Class<?> type) {
        if (type == double.class || type == Double.class) {
            return typed("number");
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return typed("integer");
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed("boolean");
        }
        if (type == String.class || type == Instant.class || type == Duration.class) {
            return typed("string");
        }
        if (type == JsonElement.class) {
            return new JsonObject();
        }
        if (type == Quantity.class) {
            return quantity();
        }
        if (type == TokenCount.class) {
            return tokenCount();
        }
        return type.isEnum() ? constants(type) : reference(type);
    }

    private JsonObject reference(Class<?> type) {
        String name =
                type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
        if (!definitions.containsKey(name)) {
            definitions.put(name, new JsonObject());
            definitions.put(name, type.isRecord() ? record(type) : alternatives(type));
        }
        JsonObject schema = new JsonObject();
        schema.addProperty("$ref", "#/$defs/" + name);
        return schema;
    }

    /** A sealed interface: one of its records, told apart by {@code kind}. */
    private JsonObject alternatives(Class<?> type) {
        JsonArray records = new JsonArray();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            JsonObject schema = record(permitted);
            JsonObject kind = new JsonObject();
            kind.addProperty("const", SealedAdapterFactory.kindOf(permitted));
            schema.getAsJsonObject("properties").add("kind", kind);
            schema.getAsJsonArray("required").add("kind");
            records.add(schema);
        }
        JsonObject schema = new JsonObject();
        schema.add("oneOf", records);
        return schema;
    }

    private static JsonObject constants(Class<?> type) {
        JsonArray names = new JsonArray();
        Arrays.stream(type.getEnumConstants())
                .map(constant -> EnumNames.document(((Enum<?>) constant).name()))
                .forEach(names::add);
        JsonObject schema = new JsonObject();
        schema.add("enum", names);
        return schema;
    }

    private static JsonObject quantity() {
        JsonArray types = new JsonArray();
        types.add("string");
        types.add("number");
        JsonObject schema = new JsonObject();
        schema.add("type", types);
        return schema;
    }

    private static JsonObject tokenCount() {
        JsonObject properties = new JsonObject();
        properties.add("mean", typed("number"));
        properties.add("scv", typed("number"));
        JsonObject form = typed("object");
        form.add("properties", properties);
        form.addProperty("additionalProperties", false);
        JsonArray forms = new JsonArray();
        forms.add(typed("number"));
        forms.add(form);
        JsonObject schema = new JsonObject();
        schema.add("oneOf", forms);
        return schema;
    }

    private static JsonObject typed(String name) {
        JsonObject schema = new JsonObject();
        schema.addProperty("type", name);
        return schema;
    }
}
