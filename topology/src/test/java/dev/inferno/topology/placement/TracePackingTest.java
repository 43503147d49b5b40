package dev.inferno.topology.placement;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.ClusterTopology;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a recorded cluster still holds after a plan of the recorded pods; see docs/fragmentation.md for the table. */
class TracePackingTest {

    private static final int[] SIZES = {1, 2, 4, 8};

    @ParameterizedTest(name = "{0}, fractions {1}, {2} % full")
    @CsvSource({
        "default,    ROUNDED_UP, 50",
        "default,    ROUNDED_UP, 70",
        "default,    ROUNDED_UP, 90",
        "default,    AS_SHARES,  50",
        "default,    AS_SHARES,  70",
        "default,    AS_SHARES,  90",
        "multigpu50, ROUNDED_UP, 50",
        "multigpu50, ROUNDED_UP, 70",
        "multigpu50, ROUNDED_UP, 90",
        "multigpu50, AS_SHARES,  50",
        "multigpu50, AS_SHARES,  70",
        "multigpu50, AS_SHARES,  90"
    })
    void whatIsClaimedCanBePlacedAndAPlanKeepsNearlyAllSlots(
            String list, OpenbTrace.Fractions fractions, int fillPercent) {
        ClusterTopology cluster = OpenbTrace.cluster(fractions);
        List<OpenbTrace.Pod> pods = OpenbTrace.arrived(list, fractions, fillPercent, 1);

        TracePacking planned = TracePacking.planned(cluster, pods);

        assertEquals(0, planned.refused(), "pods without a node");
        assertAll(IntStream.of(SIZES).mapToObj(k -> (Executable) () -> {
            long most = planned.mostSlots(k);
            assertEquals(planned.placeable(k), planned.claimed(k), "claimed for replicas of " + k);
            assertTrue(planned.slots(k) >= 0.95 * most, planned.slots(k) + " of " + most + " slots of " + k);
            assertTrue(planned.placeable(k) >= 0.95 * most, planned.placeable(k) + " of " + most + " replicas of " + k);
        }));
    }
}
