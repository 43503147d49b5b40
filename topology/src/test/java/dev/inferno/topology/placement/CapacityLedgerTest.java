package dev.inferno.topology.placement;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.node;
import static dev.inferno.topology.TestNode.nvidia;
import static dev.inferno.topology.placement.Requests.GPU;
import static dev.inferno.topology.placement.Requests.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.ResourceVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityLedgerTest {

    private static final ResourceVector ONE_GPU = ResourceVector.of(Map.of(GPU, 1L, "cpu", 4000L));

    @Test
    void freeIsAllocatableMinusBoundPodsAndEveryPodTakesOneOfPods() {
        var terminating = new PodFacts("ns", "t", null, "a", false, true, ResourceVector.of(Map.of(GPU, 2L)));
        var pending = new PodFacts("ns", "p", null, null, false, false, ResourceVector.of(Map.of(GPU, 4L)));
        var ledger = CapacityLedger.of(
                cluster(nvidia("a", "NVIDIA-L4", 8)),
                List.of(terminating, pending, pod("x", "gone", Map.of(GPU, 1L)), pod("y", "a", Map.of("cpu", 500L))));

        assertEquals(6, ledger.freeDevices("a", GPU));
        assertEquals(63_500, ledger.free("a").amount("cpu"));
        assertEquals(108, ledger.free("a").amount("pods"));
        assertEquals(0, ledger.freeDevices("gone", GPU));
        assertEquals(ResourceVector.NONE, ledger.free("gone"));
        assertEquals(0, ledger.freeDevices("a", "amd.com/gpu"));
        assertEquals(List.of(), ledger.problems());
    }

    @Test
    void anOversubscribedNodeIsAProblemAndHasNothingFree() {
        var ledger = CapacityLedger.of(
                cluster(nvidia("a", "NVIDIA-L4", 1)), List.of(pod("x", "a", Map.of(GPU, 2L, "cpu", 1000L))));

        assertEquals(0, ledger.freeDevices("a", GPU));
        assertEquals(0, ledger.room("a", ONE_GPU));
        assertEquals(
                List.of("node a is oversubscribed: its pods ask 1 nvidia.com/gpu more than it has"), ledger.problems());
        assertEquals(109, ledger.room("a", ResourceVector.of(Map.of(GPU, 0L))), "a zero request is skipped");
    }

    @Test
    void aNodeWithoutPodsTakesNone() {
        var ledger = CapacityLedger.of(cluster(node("a").has("pods", "0")), List.of());

        assertEquals(0, ledger.room("a", ResourceVector.NONE));
    }

    @Test
    void reservesAllOrNothing() {
        var ledger = CapacityLedger.of(cluster(nvidia("a", "NVIDIA-L4", 3)), List.of());

        assertThrows(IllegalArgumentException.class, () -> ledger.reserve("a", ONE_GPU, 4));
        assertThrows(IllegalArgumentException.class, () -> ledger.reserve("b", ONE_GPU, 1));
        assertThrows(IllegalArgumentException.class, () -> ledger.reserve("a", ONE_GPU, -1));
        assertEquals(3, ledger.freeDevices("a", GPU));

        ledger.reserve("a", ONE_GPU, 2);
        assertEquals(1, ledger.freeDevices("a", GPU));
        assertEquals(1, ledger.room("a", ONE_GPU));
        assertEquals(108, ledger.free("a").amount("pods"));
    }

    @Test
    void anOuterTrialUndoesWhatAnInnerOneCommitted() {
        var ledger = CapacityLedger.of(cluster(nvidia("a", "NVIDIA-L4", 8)), List.of());
        ledger.reserve("a", ONE_GPU, 1);

        try (Trial outer = ledger.trial()) {
            ledger.reserve("a", ONE_GPU, 1);
            try (Trial inner = ledger.trial()) {
                ledger.reserve("a", ONE_GPU, 2);
                inner.commit();
            }
            try (Trial inner = ledger.trial()) {
                ledger.reserve("a", ONE_GPU, 4);
                assertEquals(0, ledger.freeDevices("a", GPU));
            }
            assertEquals(4, ledger.freeDevices("a", GPU));
        }

        assertEquals(7, ledger.freeDevices("a", GPU));
    }

    @Test
    void trialsEndInOrderAndOnce() {
        var ledger = CapacityLedger.of(cluster(node("a")), List.of());
        Trial outer = ledger.trial();
        Trial inner = ledger.trial();

        assertThrows(IllegalStateException.class, outer::commit);
        inner.commit();
        assertThrows(IllegalStateException.class, inner::commit);
        inner.close();
        outer.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void equalsALedgerBuiltFromScratchAfterAnySequenceOfReservationsAndUndos(long seed) {
        var random = new Random(seed);
        RandomWorld world = RandomWorld.of(random);
        var ledger = CapacityLedger.of(world.topology(), world.occupants());
        var trials = new ArrayDeque<Trial>();
        var marks = new ArrayDeque<Integer>();
        var reserved = new ArrayList<PodFacts>();

        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(5)) {
                case 0 -> {
                    marks.push(reserved.size());
                    trials.push(ledger.trial());
                }
                case 1 -> {
                    if (!trials.isEmpty()) {
                        trials.pop().close();
                        int mark = marks.pop();
                        reserved.subList(mark, reserved.size()).clear();
                    }
                }
                case 2 -> {
                    if (!trials.isEmpty()) {
                        trials.pop().commit();
                        marks.pop();
                    }
                }
                default -> reserveSomething(random, world, ledger, reserved);
            }
            assertSameAsFromScratch(world, reserved, ledger);
        }
    }

    private static void reserveSomething(
            Random random, RandomWorld world, CapacityLedger ledger, List<PodFacts> reserved) {
        String node = world.anyNode(random);
        ResourceVector requests = world.anyRequests(random);
        int replicas = Math.min(ledger.room(node, requests), 1 + random.nextInt(2));
        ledger.reserve(node, requests, replicas);
        for (int i = 0; i < replicas; i++) {
            reserved.add(new PodFacts("ns", "r", null, node, true, false, requests));
        }
    }

    private static void assertSameAsFromScratch(RandomWorld world, List<PodFacts> reserved, CapacityLedger ledger) {
        ClusterTopology topology = world.topology();
        var all = new ArrayList<>(world.occupants());
        all.addAll(reserved);
        var scratch = CapacityLedger.of(topology, all);
        for (NodeTopology node : topology.nodes()) {
            assertEquals(scratch.free(node.name()), ledger.free(node.name()));
            assertTrue(ledger.free(node.name()).amounts().values().stream().allMatch(amount -> amount >= 0));
        }
        assertEquals(ledger.problems(), scratch.problems(), "reservations never oversubscribe");
    }
}
