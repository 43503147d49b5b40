package dev.inferno.operator.config;

import dev.inferno.documents.Nearest;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The good values of one source, as text. */
record Layer(String source, Map<Key<?>, String> values) {

    static final Layer EMPTY = new Layer("", Map.of());

    Layer {
        values = Map.copyOf(values);
    }

    /** Reads names that must all be known. */
    static Layer strict(String source, Map<String, String> raw, Report report) {
        return read(source, raw, true, report);
    }

    /** Reads only names that are known, as in the environment, which belongs to others too. */
    static Layer lenient(String source, Map<String, String> raw, Report report) {
        return read(source, raw, false, report);
    }

    /** The value of a key when it is set and allowed; else null, and a problem when it is not allowed. */
    static @Nullable String checked(String source, Key<?> key, String text, Report report) {
        String value = text.strip();
        if (value.isEmpty()) {
            return null;
        }
        try {
            key.kind().parse(value);
            return value;
        } catch (BadValue e) {
            report.problem(source, key.name(), key.shown(value) + "; it " + e.reason());
            return null;
        }
    }

    private static Layer read(String source, Map<String, String> raw, boolean strict, Report report) {
        Map<Key<?>, String> values = new HashMap<>();
        new TreeMap<>(raw).forEach((name, text) -> {
            Key<?> key = KnownNames.named(name);
            String notice = NoEffect.notice(name, source);
            if (key != null) {
                String value = checked(source, key, text, report);
                if (value != null) {
                    values.put(key, value);
                }
            } else if (notice != null) {
                report.notices().add(notice);
            } else if (strict) {
                report.problem(source, name, "unknown key " + name + "; " + Nearest.hint(name, KnownNames.names()));
            }
        });
        return new Layer(source, values);
    }
}
