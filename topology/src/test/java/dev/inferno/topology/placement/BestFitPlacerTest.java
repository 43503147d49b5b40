package dev.inferno.topology.placement;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.node;
import static dev.inferno.topology.TestNode.nvidia;
import static dev.inferno.topology.placement.Requests.GPU;
import static dev.inferno.topology.placement.Requests.counts;
import static dev.inferno.topology.placement.Requests.pod;
import static dev.inferno.topology.placement.Requests.replicas;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.TestNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BestFitPlacerTest {

    private final Placer placer = Placer.bestFit();

    @Test
    void prefersTheNodeWhereTheFewestDevicesStayFree() {
        var topology = cluster(h100("a", 8), h100("b", 8));

        var placement = placed(replicas(1).each(GPU, "2"), topology, pod("x", "b", Map.of(GPU, 4L)));

        assertEquals(counts(Map.of("b", 1)), placement.replicasByNode());
    }

    @Test
    void fillsOneNodeBeforeItOpensTheNextAndTiesGoByName() {
        var topology = cluster(h100("c", 4), h100("b", 4), h100("a", 4));

        var placement = placed(replicas(3).each(GPU, "2"), topology);

        assertEquals(counts(Map.of("a", 2, "b", 1)), placement.replicasByNode());
    }

    @Test
    void prefersNodesThatExistToNodesThatAreOnlyPromised() {
        var topology = cluster(h100("a", 1).promised(), h100("b", 8));

        assertEquals(
                counts(Map.of("b", 1)),
                placed(replicas(1).each(GPU, "1"), topology).replicasByNode());
    }

    @Test
    void replicasWithoutDevicesLeaveNodesWithFreeDevicesAlone() {
        var topology = cluster(h100("a", 8), node("b"));

        assertEquals(
                counts(Map.of("b", 1)),
                placed(replicas(1).each("cpu", "4"), topology).replicasByNode());
    }

    @Test
    void refusesReplicaThatNeedsTwoHalfNodes() {
        var topology = cluster(h100("a", 8), h100("b", 8));
        var ledger =
                CapacityLedger.of(topology, List.of(pod("x", "a", Map.of(GPU, 4L)), pod("y", "b", Map.of(GPU, 4L))));

        var result = placer.place(replicas(1).each(GPU, "8").request(), ledger);

        assertEquals(
                0,
                assertInstanceOf(PlacementResult.Unplaceable.class, result)
                        .placement()
                        .replicas());
        assertEquals(4, ledger.freeDevices("a", GPU));
    }

    @Test
    void keepsRunningReplicasWhereABetterFitExists() {
        var topology = cluster(h100("a", 8), h100("b", 8));

        var placement = placed(replicas(2).each(GPU, "1").running("a", 1), topology, pod("x", "b", Map.of(GPU, 7L)));

        assertEquals(counts(Map.of("a", 1, "b", 1)), placement.replicasByNode());
    }

    @Test
    void keepsButDoesNotAddOnCordonedAndTaintedNodes() {
        var topology =
                cluster(h100("a", 8).cordoned(), h100("b", 8).taint("t", "", TaintEffect.NO_SCHEDULE), h100("c", 8));

        var placement = placed(replicas(6).each(GPU, "1").running("a", 2).running("b", 1), topology);

        assertEquals(counts(Map.of("a", 2, "b", 1, "c", 3)), placement.replicasByNode());
    }

    @Test
    void movesReplicasFromNodesThatVanishedOrEvictThem() {
        var topology = cluster(h100("a", 8).taint("t", "", TaintEffect.NO_EXECUTE), h100("c", 8));

        var placement = placed(replicas(2).each(GPU, "1").running("a", 1).running("gone", 1), topology);

        assertEquals(counts(Map.of("c", 2)), placement.replicasByNode());
    }

    @Test
    void movesReplicasWhoseDeviceBrokeUnderThem() {
        var topology = cluster(h100("a", 8).has(GPU, "7"), h100("b", 8));

        var placement = placed(replicas(8).each(GPU, "1").running("a", 8), topology);

        assertEquals(counts(Map.of("a", 7, "b", 1)), placement.replicasByNode());
    }

    @Test
    void movesReplicasToTheProductAskedFor() {
        var topology = cluster(nvidia("a", "NVIDIA-L4", 8), h100("b", 8));

        var placement = placed(replicas(2).each(GPU, "1").product("H100").running("a", 2), topology);

        assertEquals(counts(Map.of("b", 2)), placement.replicasByNode());
    }

    @Test
    void scaleInKeepsTheFullestNodeAndGivesUpTheCordonedOne() {
        var topology = cluster(h100("a", 8), h100("b", 8), h100("c", 8).cordoned());
        var running = replicas(3).each(GPU, "1").running("a", 1).running("b", 3).running("c", 4);

        assertEquals(counts(Map.of("b", 3)), placed(running, topology).replicasByNode());
    }

    @Test
    void zeroReplicasNeedNothing() {
        assertEquals(
                0,
                placed(replicas(0).each(GPU, "1").running("a", 2), cluster(h100("a", 8)))
                        .replicas());
        assertEquals(0, placed(replicas(0), cluster()).replicas());
    }

    @Test
    void whatIsPlacedIsReservedAndCanBeTakenBack() {
        var ledger = CapacityLedger.of(cluster(h100("a", 8)), List.of());

        try (Trial trial = ledger.trial()) {
            placer.place(replicas(3).each(GPU, "2").request(), ledger);
            assertEquals(2, ledger.freeDevices("a", GPU));
        }

        assertEquals(8, ledger.freeDevices("a", GPU));
    }

    @Test
    void everyRequestedResourceCounts() {
        var topology = cluster(h100("a", 8).has("rdma/hca", "1"), h100("b", 8));

        var placement = placer.place(
                        replicas(3).each(GPU, "1").each("rdma/hca", "1").request(),
                        CapacityLedger.of(topology, List.of()))
                .placement();

        assertEquals(counts(Map.of("a", 1)), placement.replicasByNode());
    }

    private Placement placed(Requests requests, ClusterTopology topology, PodFacts... occupants) {
        var result = placer.place(requests.request(), CapacityLedger.of(topology, List.of(occupants)));
        return assertInstanceOf(PlacementResult.Placed.class, result).placement();
    }

    private static TestNode h100(String name, int count) {
        return nvidia(name, "NVIDIA-H100-80GB-HBM3", count);
    }
}
