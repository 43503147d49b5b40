package dev.inferno.documents;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads input files that hold one or many documents: JSON, JSON lines, or a YAML stream. A bad document does not spoil the
 * others.
 */
public final class DocumentStream {

    private static final int DEEPEST = 100;
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");

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

    /** Whether every line that is not blank has the look of an object of its own. */
    public static boolean looksLikeJsonLines(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    private static List<Item> lines(String text) {
        List<Item> items = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> items.add(json(line)));
        return items;
    }

    private static Item json(String line) {
        try {
            return new Item.Parsed(StrictJson.parse(line));
        } catch (BadDocument e) {
            return new Item.Broken(String.valueOf(e.getMessage()));
        }
    }

    /** YAML 1.1 contains JSON but for tabs between tokens, so one parser serves both. */
    private static List<Item> yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(1 << 30);
        options.setMaxAliasesForCollections(50);
        options.setNestingDepthLimit(DEEPEST);
        List<Item> items = new ArrayList<>();
        try {
            for (Object document : parser(options).loadAll(withoutTabs(text))) {
                if (document != null) {
                    items.add(item(document));
                }
            }
        } catch (YAMLException e) {
            items.add(new Item.Broken("not YAML: " + e.getMessage()));
        }
        return items;
    }

    /** A time, a sexagesimal 1:30, an octal 010 stay the texts they were written as: numbers are those of JSON. */
    private static Yaml parser(LoaderOptions options) {
        var dumper = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(dumper), dumper, options, new Resolver() {
            @Override
            public void addImplicitResolver(Tag tag, Pattern form, @Nullable String first, int limit) {
                if (!tag.equals(Tag.TIMESTAMP)) {
                    super.addImplicitResolver(tag, tag.equals(Tag.INT) ? WHOLE : form, first, limit);
                }
            }
        });
    }

    private static Item item(Object document) {
        try {
            return new Item.Parsed(element(document, 0));
        } catch (BadDocument e) {
            return new Item.Broken("not YAML: " + e.getMessage());
        }
    }

    /** JSON allows a raw tab only between tokens, where it means a space. */
    private static String withoutTabs(String text) {
        boolean json =
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        return json ? text.replace('\t', ' ') : text;
    }

    private static JsonElement element(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new BadDocument("nested deeper than " + DEEPEST + ", or an anchor holds itself");
        }
        return switch (value) {
            case null -> JsonNull.INSTANCE;
            case Map<?, ?> map -> {
                JsonObject object = new JsonObject();
                map.forEach((key, field) -> {
                    String name = String.valueOf(key);
                    if (object.has(name)) {
                        throw new BadDocument("duplicate key " + name);
                    }
                    object.add(name, element(field, depth + 1));
                });
                yield object;
            }
            case Iterable<?> list -> {
                JsonArray array = new JsonArray();
                list.forEach(item -> array.add(element(item, depth + 1)));
                yield array;
            }
            case Boolean flag -> new JsonPrimitive(flag);
            case Number number -> new JsonPrimitive(number);
            default -> new JsonPrimitive(value.toString());
        };
    }
}
