package dev.inferno.operator.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** YAML written by users: plain data only, no duplicate keys; messages name the line but never quote it, it may hold a secret. */
final class YamlText {

    private YamlText() {}

    /** @throws BadValue unless the text is one mapping; empty text is an empty one */
    static Map<String, @Nullable Object> mapping(String text) {
        return mapping(load(text), "the document");
    }

    /** @throws BadValue unless the value is a mapping; names that are no text (numbers, dates) are taken as written */
    static Map<String, @Nullable Object> mapping(@Nullable Object value, String what) {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new BadValue(what + " must be a mapping of names to values");
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        map.forEach((name, item) -> result.put(String.valueOf(name), item));
        return result;
    }

    /**
     * A document of settings as text by name; lists are joined with commas. A nested value of a key without effect stays
     * behind as its YAML text, another becomes a problem.
     */
    static Map<String, String> settings(String source, String text, Report report) {
        Map<String, String> settings = new LinkedHashMap<>();
        mapping(text).forEach((name, value) -> {
            if (value instanceof List<?> list && list.stream().noneMatch(YamlText::nested)) {
                settings.put(name, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
            } else if (nested(value) && NoEffect.notice(name, source) == null && KnownNames.named(name) != null) {
                report.problem(source, name, name + " holds a nested document; it must be a single value");
            } else if (value != null) {
                settings.put(name, String.valueOf(value));
            }
        });
        return settings;
    }

    private static boolean nested(@Nullable Object value) {
        return value instanceof Map || value instanceof List;
    }

    private static @Nullable Object load(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            return new Yaml(new SafeConstructor(options)).load(text);
        } catch (MarkedYAMLException e) {
            String line = e.getProblemMark() == null
                    ? ""
                    : " in line " + (e.getProblemMark().getLine() + 1);
            throw new BadValue("not valid YAML" + line + ": " + e.getProblem());
        } catch (YAMLException | NumberFormatException e) {
            throw new BadValue("not valid YAML: " + e.getMessage());
        }
    }
}
