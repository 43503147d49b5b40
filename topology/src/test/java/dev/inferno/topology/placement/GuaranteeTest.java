package dev.inferno.topology.placement;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.nvidia;
import static dev.inferno.topology.placement.Requests.GPU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.TestNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever node the scheduler picks, in any order. */
class GuaranteeTest {

    private static final String HOST = "kubernetes.io/hostname";

    private static TestNode host(String name, int gpus) {
        return nvidia(name, "NVIDIA-L4", gpus).label(HOST, name);
    }

    private static Planned planned(String id, int gpus, Map<String, Integer> nodes) {
        return planned(wanting(id, gpus, nodes), nodes);
    }

    private static Requests wanting(String id, int gpus, Map<String, Integer> nodes) {
        int replicas = nodes.values().stream().mapToInt(Integer::intValue).sum();
        return Requests.replicas(replicas).id("ns/" + id).label("app", id).each(GPU, "" + gpus);
    }

    private static Planned planned(Requests requests, Map<String, Integer> nodes) {
        PlacementRequest request = requests.request();
        return new Planned(request, new Placement(request.id(), Requests.counts(nodes)));
    }

    private static Optional<Pinning> pinning(ClusterTopology topology, Planned... plan) {
        return Guarantee.of(CapacityLedger.of(topology, List.of()), List.of(plan));
    }

    @Test
    void equalPodsFindTheirRoomInAnyOrder() {
        assertEquals(
                Optional.of(Pinning.NONE),
                pinning(cluster(host("a", 8), host("b", 2)), planned("v", 2, Map.of("a", 4, "b", 1))));
    }

    @Test
    void aSmallPodThatMayTakeALargeOnesPlaceMustBePinned() {
        var topology = cluster(host("a", 8), host("b", 4));

        assertEquals(
                Optional.of(Pinning.NODES),
                pinning(topology, planned("large", 8, Map.of("a", 1)), planned("small", 4, Map.of("b", 1))));
    }

    @Test
    void aNodeSetIsNotEnoughWhereAVariantCouldCrowdIntoOneOfItsNodes() {
        var topology = cluster(host("a", 8), host("b", 2));

        assertEquals(
                Optional.of(Pinning.REPLICAS),
                pinning(topology, planned("large", 4, Map.of("a", 1)), planned("small", 2, Map.of("a", 2, "b", 1))));
    }

    @Test
    void roomToSpareNeedsNoPin() {
        var topology = cluster(host("a", 8), host("b", 8), host("c", 8));

        assertEquals(
                Optional.of(Pinning.NONE),
                pinning(topology, planned("large", 4, Map.of("a", 2)), planned("small", 1, Map.of("b", 4))));
    }

    @Test
    void whatRunsAlreadyHasNothingToDecide() {
        var topology = cluster(host("a", 8), host("b", 4));
        var small = wanting("small", 4, Map.of("b", 1)).running("b", 1);

        assertEquals(
                Optional.of(Pinning.NONE),
                pinning(topology, planned("large", 8, Map.of("a", 1)), planned(small, Map.of("b", 1))));
    }

    @Test
    void aPinHidesDomainsFromTheSchedulerSoOnlyThePlanKeepsTheSpread() {
        var ledger = CapacityLedger.of(cluster(host("a", 4), host("b", 4), host("c", 0)), List.of());
        Map<String, Integer> nodes = Map.of("a", 2, "b", 2);
        List<Planned> plan = List.of(planned(wanting("v", 1, nodes).spread("app", "v", HOST, 2), nodes));

        assertTrue(Guarantee.holds(ledger, plan, Pinning.NONE));
        assertFalse(Guarantee.holds(ledger, plan, Pinning.NODES), "three on one host keep a skew of 2 between a and b");
        assertTrue(Guarantee.holds(ledger, plan, Pinning.REPLICAS));
    }

    @Test
    void aPodThatWaitsForAnotherBindsOnceThatOneStands() {
        var topology = cluster(host("a", 4), host("b", 4));
        var follower = wanting("w", 1, Map.of("a", 1)).near("app", "v", HOST);

        assertEquals(
                Optional.of(Pinning.NONE),
                pinning(topology, planned("v", 1, Map.of("a", 1)), planned(follower, Map.of("a", 1))));
    }

    @Test
    void theFirstOfASeriesMayStrandTheOthersInASmallDomain() {
        var topology = cluster(host("a", 1), host("b", 4));
        var together = wanting("v", 1, Map.of("b", 2)).near("app", "v", HOST);

        assertEquals(Optional.of(Pinning.NODES), pinning(topology, planned(together, Map.of("b", 2))));
    }

    @Test
    void aPlanThatDoesNotFitIsNeverGuaranteed() {
        assertEquals(Optional.empty(), pinning(cluster(host("a", 1)), planned("v", 1, Map.of("a", 2))));
    }
}
