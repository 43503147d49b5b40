package dev.inferno.operator.cli;

import dev.inferno.documents.RecordJson;
import java.util.Locale;

/** How an answer is printed. */
enum Format {
    TABLE,
    JSON,
    YAML;

    static Format of(Arguments arguments) {
        String text = arguments.flag("output").orElse("table");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "table" -> TABLE;
            case "json" -> JSON;
            case "yaml" -> YAML;
            default -> throw new UsageError("flag -o (" + text + ") must be one of table, json, yaml");
        };
    }

    /** The record in this format; for a table the text given. */
    String render(Object record, String table) {
        return switch (this) {
            case TABLE -> table;
            case JSON -> RecordJson.writePretty(record);
            case YAML -> RecordJson.writeYaml(record);
        };
    }
}
