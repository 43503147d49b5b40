package dev.inferno.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.Routing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CompanionsTest {

    @ParameterizedTest
    @EnumSource(Routing.class)
    void beforeOneServerEveryRouterIsTheSame(Routing routing) {
        assertEquals(0.7, Companions.of(routing, 1, 0.7), 0.001);
    }

    @Test
    void serversInTurnHardlyEverGetTwoPromptsAtOnce() {
        assertTrue(Companions.of(Routing.ROUND_ROBIN, 8, 0.3) < 0.01);
    }

    /** A renewal process sees rate x time - (1 - scv) / 2 renewals in the long run; twice that around an arrival. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 16})
    void longIterationsGatherTheLongRunOfARenewalProcess(int servers) {
        double expected = 20;

        assertEquals(
                expected - (1 - 1.0 / servers), Companions.of(Routing.ROUND_ROBIN, servers, expected), 0.05 * expected);
    }
}
