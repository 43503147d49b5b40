package dev.inferno.operator.config;

import java.util.stream.Collectors;

/** The registry as text: the tables of the documentation, and the help of the flags. */
final class KeyTable {

    private KeyTable() {}

    static String help() {
        return Keys.all().stream()
                .map(key -> String.format(
                        "  %-50s %s%s%n", key.flag(), key.description(), fallback(key, " (default ", ")")))
                .collect(Collectors.joining());
    }

    static String markdown() {
        return "| key | default | takes effect | meaning | allowed |\n|---|---|---|---|---|\n"
                + Keys.all().stream()
                        .map(key -> "| `" + key.name() + "` | " + fallback(key, "`", "`") + " | "
                                + key.scope().words() + " | " + key.description() + " | "
                                + key.kind().allowed() + " |\n")
                        .collect(Collectors.joining());
    }

    static String withoutEffect() {
        return "| key or flag | instead |\n|---|---|\n"
                + NoEffect.table().entrySet().stream()
                        .map(entry -> "| `" + entry.getKey() + "` | " + entry.getValue() + " |\n")
                        .collect(Collectors.joining());
    }

    private static String fallback(Key<?> key, String before, String after) {
        return key.fallback().isEmpty() ? "" : before + key.fallback() + after;
    }
}
