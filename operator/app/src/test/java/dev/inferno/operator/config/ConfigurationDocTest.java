package dev.inferno.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigurationDocTest {

    private final String document = read();

    @Test
    void everyKeyStandsInTheDocumentWithFlagDefaultAndTimeOfEffect() {
        for (Key<?> key : Keys.all()) {
            String fallback = key.fallback().isEmpty() ? "" : "`" + key.fallback() + "`";
            String row = "| `" + key.name() + "` | `" + key.flag() + "` | " + fallback + " | "
                    + key.scope().words() + " | ";
            assertTrue(document.contains(row), "docs/configuration.md lacks the row " + row);
        }
    }

    @Test
    void theTablesAreThoseOfTheRegistry() {
        assertTrue(document.contains(KeyTable.markdown()), "docs/configuration.md lacks\n" + KeyTable.markdown());
        assertTrue(
                document.contains(KeyTable.withoutEffect()),
                "docs/configuration.md lacks\n" + KeyTable.withoutEffect());
    }

    @Test
    void keysTheVersionDoesNothingWithSaySo() {
        List<String> unused = Keys.all().stream()
                .filter(key -> key.description().contains("not used by this version"))
                .map(Key::name)
                .toList();

        assertEquals(
                List.of(
                        "SATURATION_CONFIG_MAP_NAME",
                        "METRICS_CERT_PATH",
                        "METRICS_CERT_NAME",
                        "METRICS_CERT_KEY",
                        "EPP_METRIC_READER_BEARER_TOKEN",
                        "INFERNO_OBSERVE_INTERVAL",
                        "WVA_SCALE_TO_ZERO",
                        "TENANT_PRIORITY_FLOOR"),
                unused);
    }

    @Test
    void theNamesOfTheMainConfigMapStandInTheOrderOfTheSearch() {
        String names =
                String.join("`, `", OperatorConfig.load(List.of(), Map.of()).mainConfigMapNames());

        assertTrue(document.contains("`" + names + "`"), names);
    }

    private static String read() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("docs/configuration.md"))) {
            folder = folder.getParent();
        }
        try {
            return Files.readString(Path.of(String.valueOf(folder), "docs", "configuration.md"));
        } catch (IOException e) {
            throw new AssertionError("docs/configuration.md is not there", e);
        }
    }
}
