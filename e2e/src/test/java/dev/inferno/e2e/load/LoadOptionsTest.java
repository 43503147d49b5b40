package dev.inferno.e2e.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.Flags;
import dev.inferno.e2e.Flags.BadFlag;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadOptionsTest {

    @Test
    void defaultsAreThoseOfTheOriginals() {
        LoadOptions options = options();

        assertEquals("default", options.model());
        assertEquals(150, options.promptTokens());
        assertEquals(URI.create("http://localhost:8000/v1/chat/completions"), options.endpoint());
        assertEquals(Schedule.Mode.DETERMINISTIC, options.mode());
        assertEquals(RateStep.parse("60"), options.steps());
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:1,http://h:1/v1/chat/completions",
        "http://h:1/v1/,http://h:1/v1/chat/completions",
        "http://h:1/ns/red/v1,http://h:1/ns/red/v1/chat/completions",
        "http://h:1/v1/completions,http://h:1/v1/completions"
    })
    void urlMayBeABaseOrTheWholeEndpoint(String url, String endpoint) {
        assertEquals(URI.create(endpoint), options("--url", url).endpoint());
    }

    @Test
    void promptTokensWinOverContentLength() {
        assertEquals(
                20, options("--content-length", "300", "--prompt-tokens", "20").promptTokens());
        assertEquals(300, options("--content-length=300").promptTokens());
    }

    @ParameterizedTest
    @CsvSource({
        "--rate, fast, requests per minute (60)",
        "--mode, random, deterministic|poisson",
        "--url, here, http://HOST",
        "--seed, x, INTEGER",
        "--duration, 0, SECONDS above 0",
        "--max-tokens, 0, 1..1000000"
    })
    void badFlagIsNamedWithValueAndAllowedForm(String flag, String value, String form) {
        String message = String.valueOf(
                assertThrows(BadFlag.class, () -> options(flag, value)).getMessage());

        assertTrue(message.startsWith(flag + " " + value) && message.contains(form), message);
    }

    private static LoadOptions options(String... args) {
        return LoadOptions.of(Flags.parse(LoadOptions.FLAGS, args));
    }
}
