package dev.inferno.topology.placement;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.nvidia;
import static dev.inferno.topology.placement.Requests.GPU;
import static dev.inferno.topology.placement.Requests.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.TestNode;
import dev.inferno.topology.placement.Rollout.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether a rolling update comes to an end. */
class RolloutTest {

    private static final String HOST = "kubernetes.io/hostname";
    private static final ClusterTopology ONE_NODE = cluster(a100("a", 2));

    private static TestNode a100(String name, int gpus) {
        return nvidia(name, "NVIDIA-A100-PCIE-80GB", gpus).label(HOST, name);
    }

    private static TestNode l4(String name, int gpus) {
        return nvidia(name, "NVIDIA-L4", gpus).label(HOST, name);
    }

    private static Requests pods(int count) {
        return Requests.replicas(count).label("app", "v").each(GPU, "1");
    }

    private static Rollout inPlace(int onA, int surge, int unavailable) {
        return new Rollout(pods(onA).running("a", onA).request(), pods(onA).request(), surge, unavailable);
    }

    private static Outcome outcome(ClusterTopology topology, Rollout rollout) {
        return rollout.outcome(CapacityLedger.of(topology, List.of()));
    }

    private static Outcome.Stops stops(int replaced, Outcome outcome) {
        var stops = assertInstanceOf(Outcome.Stops.class, outcome);
        assertEquals(replaced, stops.replaced());
        return stops;
    }

    private static Map<String, Integer> placed(Outcome outcome) {
        return assertInstanceOf(Outcome.Completes.class, outcome).placement().replicasByNode();
    }

    @Test
    void aSurgePodWithoutRoomWaitsForEverWhenNoOldPodMayGo() {
        Outcome.Stops stops = stops(0, outcome(ONE_NODE, inPlace(2, 1, 0)));

        assertEquals(GPU, stops.why().resource());
        assertTrue(
                stops.why().message().contains("node a has 0 of 2 free"),
                stops.why().message());
    }

    @Test
    void oneOldPodThatMayGoMakesRoomForAllOfThem() {
        assertEquals(Map.of("a", 2), placed(outcome(ONE_NODE, inPlace(2, 1, 1))));
        assertEquals(Map.of("a", 2), placed(outcome(ONE_NODE, inPlace(2, 0, 1))));
    }

    @Test
    void oneFreeDeviceIsEnoughForASurge() {
        assertEquals(Map.of("a", 1), placed(outcome(ONE_NODE, inPlace(1, 1, 0))));
    }

    @Test
    void stopsHalfWayWhereTheOtherProductHasRoomForHalf() {
        var topology = cluster(a100("a", 2), l4("b", 1));
        var rollout = new Rollout(
                pods(2).running("a", 2).request(), pods(2).product("NVIDIA-L4").request(), 1, 0);

        stops(1, outcome(topology, rollout));
    }

    @Test
    void oldPodsElsewhereMakeNoRoomHoweverManyMayGo() {
        var topology = cluster(a100("a", 2), l4("b", 1));
        var rollout = new Rollout(
                pods(2).running("a", 2).request(), pods(2).product("NVIDIA-L4").request(), 0, 2);

        stops(1, outcome(topology, rollout));
    }

    @Test
    void theOldPodThatHelpsIsNotTheOneCountedOn() {
        // One of two devices of the product is held by an old pod; the one on the other product may go first.
        var topology = cluster(a100("a", 1), l4("b", 2));
        var rollout = new Rollout(
                pods(2).running("a", 1).running("b", 1).request(),
                pods(2).product("NVIDIA-L4").request(),
                1,
                0);

        assertEquals(Map.of("b", 2), placed(outcome(topology, rollout)));
        stops(0, outcome(cluster(a100("a", 1), l4("b", 1)), rollout));
    }

    @Test
    void podsOfOthersAreNotCountedOn() {
        var ledger = CapacityLedger.of(cluster(a100("a", 3)), List.of(pod("other", "a", Map.of(GPU, 1L))));

        stops(0, inPlace(2, 1, 0).outcome(ledger));
        assertEquals(2, ledger.freeDevices("a", GPU), "the ledger is left as it was");
    }

    @Test
    void antiAffinityToTheOldPodsCountsWhileTheyStand() {
        Requests apart = pods(2).apartFrom("app", "v", HOST);
        var rollout = new Rollout(
                pods(2).apartFrom("app", "v", HOST)
                        .running("a", 1)
                        .running("b", 1)
                        .request(),
                apart.request(),
                1,
                0);

        stops(0, outcome(cluster(a100("a", 8), a100("b", 8)), rollout));
        assertInstanceOf(Outcome.Completes.class, outcome(cluster(a100("a", 8), a100("b", 8), a100("c", 8)), rollout));
    }

    @Test
    void surgeAndUnavailableOfZeroAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> inPlace(1, 0, 0));
    }
}
