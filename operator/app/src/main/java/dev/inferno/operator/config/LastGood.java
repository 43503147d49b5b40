package dev.inferno.operator.config;

import dev.inferno.snapshot.ConfigProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one ConfigMap that remember their last good value: a malformed entry fails alone, a removed one is
 * forgotten, and a ConfigMap that vanished keeps all. For one thread.
 */
final class LastGood<T> {

    /** Reads one entry. */
    interface Parser<T> {

        /**
         * @param previous last good value; null = none
         * @throws BadValue when the entry is malformed
         */
        T parse(String key, String text, @Nullable T previous, List<String> complaints);
    }

    private final String configMap;
    private final Parser<T> parser;
    private Map<String, T> entries = new TreeMap<>();

    LastGood(String configMap, Parser<T> parser) {
        this.configMap = configMap;
        this.parser = parser;
    }

    /** @param data null = there is no such ConfigMap */
    List<T> read(@Nullable Map<String, String> data, boolean required, List<ConfigProblem> problems) {
        if (data == null) {
            absent(required, problems);
            return List.copyOf(entries.values());
        }
        Map<String, T> read = new TreeMap<>();
        for (Map.Entry<String, String> entry : new TreeMap<>(data).entrySet()) {
            String key = entry.getKey();
            T previous = entries.get(key);
            List<String> complaints = new ArrayList<>();
            T value = previous;
            try {
                value = parser.parse(key, entry.getValue(), previous, complaints);
            } catch (BadValue e) {
                complaints.add(e.reason()
                        + (previous == null ? "; the entry is left out" : "; the last good entry stays in force"));
            }
            if (value != null) {
                read.put(key, value);
            }
            complaints.forEach(text -> problems.add(new ConfigProblem(source(), key, key + ": " + text)));
        }
        entries = read;
        return List.copyOf(entries.values());
    }

    private void absent(boolean required, List<ConfigProblem> problems) {
        if (!entries.isEmpty()) {
            problems.add(new ConfigProblem(
                    source(),
                    "",
                    source() + " is gone; its " + entries.size()
                            + " entries stay in force until it returns, and an empty one clears them"));
        } else if (required) {
            problems.add(
                    new ConfigProblem(
                            source(),
                            "",
                            source() + " does not exist; without it costs are unknown, so create it"
                                    + " with entries such as H100: {\"device\": \"NVIDIA-H100-80GB-HBM3\", \"cost\": \"75.00\"}"));
        }
    }

    private String source() {
        return "ConfigMap " + configMap;
    }
}
