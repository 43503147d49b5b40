package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inferno.calibration.Calibration;
import dev.inferno.calibration.ServerWork;
import dev.inferno.calibration.Window;
import dev.inferno.operator.api.VariantAutoscalingStatus;
import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.TokenMix;
import dev.inferno.snapshot.Memory.VariantMemory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class CalibrationStatusTest {

    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Calibration START = Calibration.start("H100", new Iteration(8, 0.05, 0.02, 1e-4), BEGUN);

    @Test
    void beforeTheFirstWindowItIsTheProfile() {
        VariantAutoscalingStatus.Calibration shown = shown(START);

        assertEquals("profile", shown.source());
        assertEquals(
                Map.of("base", "8", "decodeToken", "0.05", "prefillToken", "0.02", "kvToken", "0.0001"),
                shown.coefficients());
        assertNull(shown.standardErrors());
    }

    @Test
    void afterwardsItIsWhatIsInForceWithItsErrors() {
        VariantAutoscalingStatus.Calibration shown = shown(START.after(window()));

        assertEquals("measured", shown.source());
        assertEquals("iteration", shown.law());
        assertEquals(1, shown.samples());
        assertEquals("2026-01-01T00:01:00Z", shown.lastUpdateTime());
        assertEquals(4, Objects.requireNonNull(shown.standardErrors()).size());
    }

    @Test
    void serversNobodyProfiledShowWhatTheyTaught() {
        Calibration nothing = Calibration.unprofiled("H100", BEGUN);

        VariantAutoscalingStatus.Calibration shown = shown(nothing.after(window()));

        assertNull(CalibrationStatus.of(new VariantMemory(BEGUN, List.of(), List.of(), nothing, List.of())));
        assertEquals("learned", shown.source());
        assertEquals(4, Objects.requireNonNull(shown.standardErrors()).size());
    }

    private static Window window() {
        var work = new ServerWork(1, 60, 300, 38_100, 660_000, 153_600, 0, 0, true);
        return new Window(
                BEGUN.plusSeconds(60), work, TokenMix.fixed(512, 128), ServerLimits.ofBatch(64), Routing.RANDOM);
    }

    @Test
    void nothingIsShownOfALawThatIsNotLearned() {
        assertNull(CalibrationStatus.of(null));
        assertNull(CalibrationStatus.of(new VariantMemory(BEGUN, List.of(), List.of(), null, List.of())));
    }

    private static VariantAutoscalingStatus.Calibration shown(Calibration known) {
        var memory = new VariantMemory(BEGUN, List.of(), List.of(), known, List.of());
        return Objects.requireNonNull(CalibrationStatus.of(memory)).getFirst();
    }
}
