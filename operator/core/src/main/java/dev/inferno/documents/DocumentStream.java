package dev.inferno.documents;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads input files that hold one or many documents: JSON, JSON lines, or a YAML stream. A bad document does not spoil the
 * others.
 */
public final class DocumentStream {

    private DocumentStream() {}

    /** One document of a stream, or why it is none. */
    public sealed interface Item {

        /** Parsed, not yet read as a record. */
        record Parsed(JsonElement json) implements Item {

            /** @throws BadDocument naming the field's path */
            public <T> T as(Class<T> type) {
                return RecordJson.read(json, type);
            }

            /** The field {@code kind}, or "" when there is none. */
            public String kind() {
                return json instanceof JsonObject o && o.get("kind") instanceof JsonPrimitive p ? p.getAsString() : "";
            }
        }

        /** Neither JSON nor YAML. */
        record Broken(String message) implements Item {}
    }

    /** The documents of a text, in order. {@code jsonLines} = every line is one document. */
    public static List<Item> parse(String text, boolean jsonLines) {
        return jsonLines ? lines(text) : yaml(text);
    }

    private static List<Item> lines(String text) {
        List<Item> items = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> items.add(json(line)));
        return items;
    }

    private static Item json(String line) {
        try {
            return new Item.Parsed(JsonParser.parseString(line));
        } catch (JsonParseException e) {
            return new Item.Broken("not JSON: " + e.getMessage());
        }
    }

    /** YAML 1.1 contains JSON but for tabs between tokens, so one parser serves both. */
    private static List<Item> yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(1 << 30);
        options.setMaxAliasesForCollections(50);
        options.setNestingDepthLimit(100);
        List<Item> items = new ArrayList<>();
        try {
            for (Object document : new Yaml(new SafeConstructor(options)).loadAll(withoutTabs(text))) {
                if (document != null) {
                    items.add(new Item.Parsed(element(document)));
                }
            }
        } catch (YAMLException e) {
            items.add(new Item.Broken("not YAML: " + e.getMessage()));
        }
        return items;
    }

    /** JSON allows a raw tab only between tokens, where it means a space. */
    private static String withoutTabs(String text) {
        boolean json =
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        return json ? text.replace('\t', ' ') : text;
    }

    private static JsonElement element(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.INSTANCE;
            case Map<?, ?> map -> {
                JsonObject object = new JsonObject();
                map.forEach((key, field) -> object.add(String.valueOf(key), element(field)));
                yield object;
            }
            case Iterable<?> list -> {
                JsonArray array = new JsonArray();
                list.forEach(item -> array.add(element(item)));
                yield array;
            }
            case Boolean flag -> new JsonPrimitive(flag);
            case Number number -> new JsonPrimitive(number);
            case Date time -> new JsonPrimitive(time.toInstant().toString());
            default -> new JsonPrimitive(value.toString());
        };
    }
}
