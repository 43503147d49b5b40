package dev.inferno.operator.cli;

import dev.inferno.documents.DocumentStream;
import dev.inferno.documents.DocumentStream.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file behind {@code -f}; {@code -} is standard input. */
final class InputFile {

    private InputFile() {}

    /** @throws UsageError when the file cannot be read */
    static List<Item> documents(String name, InputStream standardInput) {
        String text = text(name, standardInput);
        List<Item> items = DocumentStream.parse(text, name.endsWith(".jsonl") || isJsonLines(text));
        if (items.isEmpty()) {
            throw new UsageError(name + " holds no document");
        }
        return items;
    }

    /** @throws UsageError when the file cannot be read */
    static String text(String name, InputStream standardInput) {
        try {
            return name.equals("-")
                    ? new String(standardInput.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(name));
        } catch (IOException e) {
            throw new UsageError("cannot read " + name + ": " + e.getMessage() + " ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** Several lines, each an object of its own, as on standard input; a single one may be YAML. */
    private static boolean isJsonLines(String text) {
        return text.strip().lines().count() > 1 && DocumentStream.looksLikeJsonLines(text);
    }
}
