package dev.inferno.e2e.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.load.Schedule.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    @Test
    void deterministicStepsKeepTheirGapAcrossTheBorder() {
        List<Double> starts =
                seconds(RateStep.parse("[[2, 60], [1, 120], [1, 0], [1, 60]]"), Mode.DETERMINISTIC, 1, 1e9);

        assertEquals(List.of(0.0, 1.0, 2.0, 2.5, 4.0), starts);
    }

    @Test
    void durationCutsARateWithoutEnd() {
        assertEquals(List.of(0.0, 0.5, 1.0), seconds(RateStep.parse("120"), Mode.DETERMINISTIC, 1, 1.2));
    }

    @Test
    void poissonIsReproducibleFromItsSeed() {
        List<RateStep> steps = RateStep.parse("[[60, 600]]");

        assertEquals(seconds(steps, Mode.POISSON, 7, 1e9), seconds(steps, Mode.POISSON, 7, 1e9));
        assertNotEquals(seconds(steps, Mode.POISSON, 7, 1e9), seconds(steps, Mode.POISSON, 8, 1e9));
    }

    @Test
    void poissonCountsOfEachStepHaveMeanAndVarianceOfTheRate() {
        List<Double> starts = seconds(RateStep.parse("[[2000, 60], [2000, 240]]"), Mode.POISSON, 3, 1e9);

        long slow = starts.stream().filter(at -> at < 2000).count();
        long quick = starts.size() - slow;
        assertEquals(2000, slow, 4 * Math.sqrt(2000));
        assertEquals(8000, quick, 4 * Math.sqrt(8000));
        double[] perSecond = new double[2000];
        starts.stream().filter(at -> at >= 2000).forEach(at -> perSecond[(int) (at - 2000)]++);
        double variance =
                Arrays.stream(perSecond).map(n -> (n - 4) * (n - 4)).average().orElseThrow();
        assertEquals(4, variance, 0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "[]", "[[1]]", "[[1, 2, 3]]", "[[0, 60]]", "[[60, -1]]", "-5", "{}", "[1, 2]", ""})
    void refusesWhatIsNoRate(String rate) {
        assertThrows(IllegalArgumentException.class, () -> RateStep.parse(rate));
    }

    private static List<Double> seconds(List<RateStep> steps, Mode mode, long seed, double duration) {
        Schedule schedule = new Schedule(steps, mode, seed, duration);
        List<Double> starts = new ArrayList<>();
        for (OptionalLong at = schedule.next(); at.isPresent(); at = schedule.next()) {
            starts.add(at.getAsLong() / 1e9);
            assertTrue(starts.size() < 1_000_000);
        }
        return starts;
    }
}
