package dev.inferno.topology.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.ClusterTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a recorded cluster still holds after the recorded pods were packed; prints the table of docs/topology.md. */
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
    void whatIsClaimedCanBePlacedAndPackingKeepsNearlyAllSlots(
            String list, OpenbTrace.Fractions fractions, int fillPercent) {
        ClusterTopology cluster = OpenbTrace.cluster(fractions);
        List<OpenbTrace.Pod> pods = arrived(OpenbTrace.pods(list, fractions), cluster, fillPercent);

        TracePacking planned = TracePacking.planned(cluster, pods);
        TracePacking oneByOne = TracePacking.oneByOne(cluster, pods);

        for (int k : SIZES) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %d %% | %d | %d (%d) | %d | %d | %.1f %% | %.1f %% | %d | %d | %d/%d |%n",
                    list,
                    fractions,
                    fillPercent,
                    k,
                    planned.slotsByTotal(k),
                    planned.devicesUsed(),
                    planned.mostSlots(k),
                    planned.slots(k),
                    100.0 * planned.slots(k) / planned.mostSlots(k),
                    100.0 * oneByOne.slots(k) / oneByOne.mostSlots(k),
                    planned.claimed(k),
                    planned.placeable(k),
                    planned.refused(),
                    oneByOne.refused());
        }
        for (int k : SIZES) {
            assertEquals(planned.placeable(k), planned.claimed(k), "claimed slots of " + k);
            assertTrue(planned.slots(k) >= 0.95 * planned.mostSlots(k), "slots kept of " + k);
        }
    }

    /** The first pods of the trace that ask for that part of the cluster's devices. */
    private static List<OpenbTrace.Pod> arrived(
            List<OpenbTrace.Pod> pods, ClusterTopology cluster, int fillPercent) {
        long devices = cluster.nodes().stream()
                .mapToLong(node -> node.facts().allocatable().amount(OpenbTrace.GPU))
                .sum();
        long left = devices * fillPercent / 100;
        List<OpenbTrace.Pod> arrived = new ArrayList<>();
        for (OpenbTrace.Pod pod : pods) {
            if (left < pod.devices()) {
                break;
            }
            left -= pod.devices();
            arrived.add(pod);
        }
        return arrived;
    }
}
