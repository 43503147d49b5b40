package dev.inferno.topology.placement;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.nvidia;
import static dev.inferno.topology.placement.Requests.GPU;
import static dev.inferno.topology.placement.Requests.counts;
import static dev.inferno.topology.placement.Requests.replicas;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.TestNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanPackingTest {

    @Test
    void replicasWithMuchAndWithLittleCpuShareNodesSoThatNoDeviceIsStranded() {
        var topology = cluster(host("a", 8, 96), host("b", 8, 96), host("c", 8, 96));
        var ledger = CapacityLedger.of(topology, List.of());

        var placements = PlanPacking.place(
                requests(
                        replicas(8).id("ns/little").each(GPU, "1").each("cpu", "4"),
                        replicas(8).id("ns/much").each(GPU, "1").each("cpu", "18")),
                ledger);

        assertEquals(
                Optional.of(List.of(
                        new Placement("ns/little", counts(Map.of("a", 4, "b", 4))),
                        new Placement("ns/much", counts(Map.of("a", 4, "b", 4))))),
                placements);
        assertEquals(8, ledger.freeDevices("c", GPU));
    }

    @Test
    void largerReplicasChooseFirst() {
        var placements = placed(
                cluster(host("a", 8, 96), host("b", 4, 48)),
                replicas(4).id("ns/one").each(GPU, "1"),
                replicas(1).id("ns/eight").each(GPU, "8"));

        assertEquals(counts(Map.of("b", 4)), placements.getFirst().replicasByNode());
        assertEquals(counts(Map.of("a", 1)), placements.getLast().replicasByNode());
    }

    @Test
    void whatRunsStaysBeforeAnythingIsAdded() {
        var placements = placed(
                cluster(host("a", 1, 16), host("b", 8, 96)),
                replicas(1).id("ns/much").each(GPU, "1").each("cpu", "12"),
                replicas(1).id("ns/little").each(GPU, "1").each("cpu", "1").running("a", 1));

        assertEquals(counts(Map.of("b", 1)), placements.getFirst().replicasByNode());
        assertEquals(counts(Map.of("a", 1)), placements.getLast().replicasByNode());
    }

    @Test
    void fullNodesAndNodesShortOfOneResourceTakeWhatTheyCan() {
        var placements = placed(
                cluster(host("a", 8, 10).has("pods", "5"), host("b", 8, 96)),
                replicas(4).id("ns/much").each(GPU, "1").each("cpu", "9"),
                replicas(8).id("ns/little").each(GPU, "1").each("cpu", "2"));

        assertEquals(counts(Map.of("b", 4)), placements.getFirst().replicasByNode());
        assertEquals(counts(Map.of("a", 5, "b", 3)), placements.getLast().replicasByNode());
    }

    @Test
    void requestsForDifferentNodesDoNotMix() {
        var placements = placed(
                cluster(host("a", 8, 96).label("zone", "x"), host("b", 8, 96).label("zone", "y")),
                replicas(2).id("ns/x").each(GPU, "1").each("cpu", "4").select("zone", "x"),
                replicas(2).id("ns/y").each(GPU, "1").each("cpu", "8").select("zone", "y"));

        assertEquals(counts(Map.of("a", 2)), placements.getFirst().replicasByNode());
        assertEquals(counts(Map.of("b", 2)), placements.getLast().replicasByNode());
    }

    @Test
    void rulesAboutOtherPodsHoldAlsoForThoseOfTheSamePlan() {
        var placements = placed(
                cluster(
                        host("a", 8, 96).label("kubernetes.io/hostname", "a"),
                        host("b", 8, 96).label("kubernetes.io/hostname", "b"),
                        host("c", 8, 96).label("kubernetes.io/hostname", "c")),
                replicas(2)
                        .id("ns/loner")
                        .each(GPU, "1")
                        .each("cpu", "8")
                        .label("app", "loner")
                        .apartFrom("app", "noisy", "kubernetes.io/hostname")
                        .apartFrom("app", "loner", "kubernetes.io/hostname"),
                replicas(2).id("ns/noisy").each(GPU, "1").each("cpu", "4").label("app", "noisy"),
                replicas(3).id("ns/other").each(GPU, "1").each("cpu", "2").label("app", "other"));

        assertEquals(counts(Map.of("a", 1, "b", 1)), placements.getFirst().replicasByNode());
        assertEquals(counts(Map.of("c", 2)), placements.get(1).replicasByNode());
        assertEquals(counts(Map.of("c", 3)), placements.getLast().replicasByNode());
    }

    @Test
    void thoseThatMustStandByOthersComeAfterThem() {
        var placements = placed(
                cluster(
                        host("a", 8, 96).label("kubernetes.io/hostname", "a"),
                        host("b", 8, 96).label("kubernetes.io/hostname", "b")),
                replicas(1).id("ns/follower").each(GPU, "4").near("app", "leader", "kubernetes.io/hostname"),
                replicas(1).id("ns/leader").each(GPU, "1").label("app", "leader"));

        assertEquals(counts(Map.of("a", 1)), placements.getFirst().replicasByNode());
        assertEquals(counts(Map.of("a", 1)), placements.getLast().replicasByNode());
    }

    @Test
    void aPlanWithAReplicaThatFindsNoNodeTakesNothing() {
        var ledger = CapacityLedger.of(cluster(host("a", 8, 96)), List.of());

        assertEquals(
                Optional.empty(),
                PlanPacking.place(
                        requests(
                                replicas(4).id("ns/fits").each(GPU, "2"),
                                replicas(1).id("ns/not").each(GPU, "1")),
                        ledger));
        assertEquals(8, ledger.freeDevices("a", GPU));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatFitsOneRequestAfterTheOtherFitsTogether(long seed) {
        var random = new Random(seed);
        int whole = 0;
        for (int world = 0; world < 100; world++) {
            ClusterTopology topology = cluster(IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(i -> host("n" + i, random.nextInt(9), 4 + random.nextInt(60)))
                    .toArray(TestNode[]::new));
            List<PlacementRequest> requests = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(i -> replicas(random.nextInt(9))
                            .id("ns/" + i)
                            .each(GPU, "1")
                            .each("cpu", Integer.toString(random.nextInt(20)))
                            .each("memory", random.nextInt(128) + "Gi")
                            .request())
                    .toList();
            var apart = CapacityLedger.of(topology, List.of());
            boolean fits = PackingOrder.largestFirst(requests).stream()
                    .allMatch(request -> Placer.bestFit().place(request, apart) instanceof PlacementResult.Placed);

            boolean together = PlanPacking.place(requests, CapacityLedger.of(topology, List.of()))
                    .isPresent();

            whole += fits ? 1 : 0;
            assertTrue(together || !fits, requests + " on " + topology.nodes());
        }
        assertTrue(whole > 10 && whole < 90, "plans that fit: " + whole);
    }

    private static List<Placement> placed(ClusterTopology topology, Requests... plan) {
        return PlanPacking.place(requests(plan), CapacityLedger.of(topology, List.of()))
                .orElseThrow();
    }

    private static List<PlacementRequest> requests(Requests... plan) {
        return Arrays.stream(plan).map(Requests::request).toList();
    }

    private static TestNode host(String name, int devices, int cpu) {
        return nvidia(name, "NVIDIA-H100-80GB-HBM3", devices).has("cpu", Integer.toString(cpu));
    }
}
