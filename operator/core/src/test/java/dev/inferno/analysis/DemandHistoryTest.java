package dev.inferno.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.snapshot.Memory.DemandPeak;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DemandHistoryTest {

    private static final Instant START = TestFleet.START;
    private static final DemandHistory.Windows ONLY_DOWN =
            new DemandHistory.Windows(Duration.ZERO, Duration.ofMinutes(5));

    @Test
    void keepsOnlyWhatCanStillBeAMaximum() {
        List<DemandPeak> kept = List.of();
        double[] rates = {3, 5, 2, 4, 1};
        for (int i = 0; i < rates.length; i++) {
            kept = DemandHistory.next(kept, START.plusSeconds(60L * i), rates[i], ONLY_DOWN);
        }
        assertEquals(
                List.of(5.0, 4.0, 1.0), kept.stream().map(DemandPeak::perSecond).toList());
        kept = DemandHistory.next(kept, START.plusSeconds(60 * 7), 1, ONLY_DOWN);
        assertEquals(List.of(4.0, 1.0), kept.stream().map(DemandPeak::perSecond).toList(), "5 is older than 5 minutes");
    }

    @Test
    void knowsMaximumAndMinimumOfTheirWindowsAsIfItHadKeptEverything() {
        long seed = 20260101;
        var random = new Random(seed);
        var windows = new DemandHistory.Windows(Duration.ofMinutes(2), Duration.ofMinutes(6));
        var all = new ArrayList<DemandPeak>();
        List<DemandPeak> kept = List.of();
        for (int i = 0; i < 500; i++) {
            Instant now = START.plusSeconds(15L * i);
            double rate = random.nextInt(20);
            assertEquals(
                    DemandHistory.highest(all, now, rate, windows.down()),
                    DemandHistory.highest(kept, now, rate, windows.down()),
                    "seed " + seed);
            assertEquals(
                    DemandHistory.lowest(all, now, rate, windows.up()),
                    DemandHistory.lowest(kept, now, rate, windows.up()),
                    "seed " + seed);
            all.add(new DemandPeak(now, rate));
            kept = DemandHistory.next(kept, now, rate, windows);
        }
    }

    @Test
    void staysBoundedAndNeverReadsTheMaximumTooLow() {
        var windows = new DemandHistory.Windows(Duration.ZERO, Duration.ofHours(1));
        List<DemandPeak> kept = List.of();
        for (int i = 0; i < 200; i++) {
            kept = DemandHistory.next(kept, START.plusSeconds(i), 1000 - i, windows);
        }
        assertTrue(kept.size() <= DemandHistory.LIMIT);
        Instant later = START.plusSeconds(3600 + 100);
        assertTrue(DemandHistory.highest(kept, later, 0, windows.down()) >= 1000 - 101);
    }
}
