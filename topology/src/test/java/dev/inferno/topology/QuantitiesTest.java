package dev.inferno.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

    @ParameterizedTest(name = "{0} {1} = {2}")
    @CsvSource({
        "cpu, 1, 1000",
        "cpu, 0.1, 100",
        "cpu, .5, 500",
        "cpu, 500m, 500",
        "cpu, 1500m, 1500",
        "cpu, 1u, 1",
        "cpu, 100n, 1",
        "cpu, 1k, 1000000",
        "cpu, 0, 0",
        "cpu, 0m, 0",
        "cpu, 0.0001, 1",
        "cpu, 2e0, 2000",
        "memory, 0, 0",
        "memory, 128974848, 128974848",
        "memory, 129e6, 129000000",
        "memory, 129M, 129000000",
        "memory, 123Mi, 128974848",
        "memory, 40Gi, 42949672960",
        "memory, 1Ki, 1024",
        "memory, 1Ti, 1099511627776",
        "memory, 1Pi, 1125899906842624",
        "memory, 1Ei, 1152921504606846976",
        "memory, 1k, 1000",
        "memory, 1G, 1000000000",
        "memory, 1T, 1000000000000",
        "memory, 1P, 1000000000000000",
        "memory, 1E, 1000000000000000000",
        "memory, 1E3, 1000",
        "memory, 1e+3, 1000",
        "memory, 12e-1, 2",
        "memory, 1.5Gi, 1610612736",
        "memory, 0.5, 1",
        "memory, 1m, 1",
        "memory, +5, 5",
        "memory, 5., 5",
        "memory, 8Ei, 9223372036854775807",
        "memory, 1e999999999, 9223372036854775807",
        "memory, 1e-999999999, 1",
        "nvidia.com/gpu, 8, 8",
        "nvidia.com/gpu, 8000m, 8",
    })
    void readsEveryFormAndRoundsUp(String resource, String quantity, long amount) {
        assertEquals(amount, Quantities.parse(resource, quantity));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "1x", "1 Gi", "Gi", "1ki", "1mi", "1e", "1.2.3", "0x10", "1K", "e3", "1e9999999999"})
    void refusesWhatIsNoAmountAndNamesResourceTextAndForm(String quantity) {
        var error = assertThrows(IllegalArgumentException.class, () -> Quantities.parse("memory", quantity));

        assertTrue(error.toString().contains("memory (\"" + quantity + "\")"), error.toString());
        assertTrue(error.toString().contains("Ki, Mi"), error.toString());
    }

    @ParameterizedTest(name = "{1} {0} = {2}")
    @CsvSource({
        "cpu, 1500, 1500m",
        "cpu, 2000, 2",
        "memory, 42949672960, 40Gi",
        "memory, 1000, 1000",
        "memory, 0, 0",
        "nvidia.com/gpu, 8, 8",
        "ephemeral-storage, 1024, 1Ki",
        "hugepages-2Mi, 2097152, 2Mi",
        "pods, 1024, 1024",
    })
    void writesAmountsAsPeopleDo(String resource, long amount, String text) {
        assertEquals(text, Quantities.format(resource, amount));
    }
}
