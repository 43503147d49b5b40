package dev.inferno.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({"60s,60000", "1m30s,90000", "500ms,500", "1.5h,5400000", "0,0", "0s,0", "1h0m1s,3601000"})
    void readsWhatGoReads(String text, long millis) {
        assertEquals(millis, GoDuration.parse(text).toMillis());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "-5s", "1 m", "1d", "PT1M", "s", "1.s", "9999999999999h"})
    void refusesEverythingElse(String text) {
        assertThrows(IllegalArgumentException.class, () -> GoDuration.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1m30s", "500ms", "24h", "0s", "1h1s"})
    void writesWhatItReads(String text) {
        assertEquals(text, GoDuration.format(GoDuration.parse(text)));
    }
}
