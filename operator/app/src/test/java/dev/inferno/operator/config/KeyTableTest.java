package dev.inferno.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/configuration.md} is generated: {@code -Dinferno.writeDocs=true} writes its tables anew. */
class KeyTableTest {

    private static final Path PAGE = Path.of("../../docs/configuration.md");

    @ParameterizedTest
    @ValueSource(strings = {"keys", "without effect"})
    void theDocumentationHoldsTheRegistry(String table) throws IOException {
        String page = Files.readString(PAGE);
        String begin = "<!-- " + table + " -->\n";
        String end = "<!-- end of " + table + " -->";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(end);
        String expected = table.equals("keys") ? KeyTable.markdown() : KeyTable.withoutEffect();
        if (Boolean.getBoolean("inferno.writeDocs")) {
            Files.writeString(PAGE, page.substring(0, from) + expected + page.substring(to));
            return;
        }
        assertEquals(
                expected,
                page.substring(from, to),
                "docs/configuration.md; run this test with -Dinferno.writeDocs=true");
    }

    @Test
    void namesAndFlagsAreUniqueAndDefaultsAllowed() {
        assertEquals(Keys.all().size(), new HashSet<>(Keys.all()).size());
        for (Key<?> key : Keys.all()) {
            assertTrue(key.name().matches("[A-Z0-9_]+"), key.name());
            assertEquals(key, KnownNames.flagged(key.flag()));
            assertTrue(NoEffect.notice(key.name(), "x") == null, key.name());
            if (!key.fallback().isEmpty()) {
                key.kind().parse(key.fallback());
            }
        }
    }

    @Test
    void helpNamesEveryFlag() {
        Keys.all().forEach(key -> assertTrue(OperatorConfig.help().contains(key.flag() + " "), key.flag()));
    }
}
