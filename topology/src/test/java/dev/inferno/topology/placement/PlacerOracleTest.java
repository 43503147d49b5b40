package dev.inferno.topology.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.Toleration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Best fit beside the exhaustive search on small random worlds; every failure names its seed. */
class PlacerOracleTest {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void grantsAndKeepsAsManyReplicasAsAnySearchCould(long seed) {
        var random = new Random(seed);
        RandomWorld world = RandomWorld.of(random);
        PlacementRequest request = request(random, world);

        Placement exact = new ExhaustivePlacer()
                .place(request, CapacityLedger.of(world.topology(), world.occupants()))
                .placement();
        PlacementResult result =
                Placer.bestFit().place(request, CapacityLedger.of(world.topology(), world.occupants()));

        assertEquals(exact.replicas(), result.placement().replicas(), () -> "of " + request + " in " + world);
        assertEquals(kept(request, exact), kept(request, result.placement()), () -> "of " + request + " in " + world);
        if (exact.replicas() < request.replicas()) {
            assertInstanceOf(PlacementResult.Unplaceable.class, result);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverOverbooksWhateverIsPlacedInARow(long seed) {
        var random = new Random(seed);
        RandomWorld world = RandomWorld.of(random);
        var ledger = CapacityLedger.of(world.topology(), world.occupants());
        var pods = new ArrayList<>(world.occupants());

        for (int i = 0; i < 4; i++) {
            PlacementRequest request = request(random, world);
            Placement placement = Placer.bestFit().place(request, ledger).placement();
            pods.addAll(pods(request, placement));
            assertTrue(placement.replicas() <= request.replicas());
        }

        assertNothingOverbookedByUs(world, pods);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aPlanIsPlacedWholeWithoutOverbookingOrLeavesTheLedgerAsItWas(long seed) {
        var random = new Random(seed);
        RandomWorld world = RandomWorld.of(random);
        List<PlacementRequest> plan =
                Stream.generate(() -> request(random, world)).limit(2).toList();
        var ledger = CapacityLedger.of(world.topology(), world.occupants());
        var before = CapacityLedger.of(world.topology(), world.occupants());
        var pods = new ArrayList<>(world.occupants());

        Optional<List<Placement>> placements = PlanPacking.place(plan, ledger);

        for (int i = 0; i < plan.size() && placements.isPresent(); i++) {
            Placement placement = placements.get().get(i);
            assertEquals(plan.get(i).replicas(), placement.replicas());
            pods.addAll(pods(plan.get(i), placement));
        }
        assertNothingOverbookedByUs(world, pods);
        for (NodeTopology node : world.topology().nodes()) {
            if (placements.isEmpty()) {
                assertEquals(before.free(node.name()), ledger.free(node.name()));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aPlanOfOneRequestIsWhatBestFitPlaces(long seed) {
        var random = new Random(seed);
        RandomWorld world = RandomWorld.of(random);
        PlacementRequest request = request(random, world);

        PlacementResult single =
                Placer.bestFit().place(request, CapacityLedger.of(world.topology(), world.occupants()));

        assertEquals(
                single instanceof PlacementResult.Placed placed
                        ? Optional.of(List.of(placed.placement()))
                        : Optional.empty(),
                PlanPacking.place(List.of(request), CapacityLedger.of(world.topology(), world.occupants())));
    }

    private static List<PodFacts> pods(PlacementRequest request, Placement placement) {
        var pods = new ArrayList<PodFacts>();
        placement.replicasByNode().forEach((node, count) -> {
            var pod = new PodFacts(
                    "ns", "r", null, node, true, false, request.shape().requests());
            pods.addAll(Collections.nCopies(count, pod));
        });
        return pods;
    }

    /** Adds up pods against allocatable without the ledger: what we placed may not exceed what there is. */
    private static void assertNothingOverbookedByUs(RandomWorld world, List<PodFacts> pods) {
        for (NodeTopology node : world.topology().nodes()) {
            NodeFacts facts = node.facts();
            List<PodFacts> here =
                    pods.stream().filter(pod -> facts.name().equals(pod.node())).toList();
            List<PodFacts> ours =
                    here.stream().filter(pod -> pod.name().equals("r")).toList();
            if (ours.isEmpty()) {
                continue;
            }
            assertTrue(here.size() <= facts.allocatable().amount("pods"), "pods on " + facts.name());
            ResourceVector used =
                    here.stream().map(PodFacts::requests).reduce(ResourceVector.NONE, ResourceVector::plus);
            ResourceVector asked =
                    ours.stream().map(PodFacts::requests).reduce(ResourceVector.NONE, ResourceVector::plus);
            asked.amounts().forEach((resource, amount) -> {
                if (amount > 0) {
                    assertTrue(
                            used.amount(resource) <= facts.allocatable().amount(resource),
                            resource + " on " + facts.name());
                }
            });
        }
    }

    private static int kept(PlacementRequest request, Placement placement) {
        return placement.replicasByNode().entrySet().stream()
                .mapToInt(here -> Math.min(here.getValue(), request.current().getOrDefault(here.getKey(), 0)))
                .sum();
    }

    private static PlacementRequest request(Random random, RandomWorld world) {
        Requests requests = Requests.replicas(random.nextInt(7));
        world.anyRequests(random)
                .amounts()
                .forEach((resource, amount) -> requests.each(resource, unit(resource, amount)));
        if (random.nextInt(3) == 0) {
            requests.product("H100");
        }
        if (random.nextInt(4) == 0) {
            requests.orTerm(new LabelRequirement("zone", LabelRequirement.Operator.IN, List.of("a")));
        }
        if (random.nextBoolean()) {
            TaintEffect effect = random.nextBoolean() ? TaintEffect.NO_SCHEDULE : null;
            requests.tolerates(new Toleration("gpu", Toleration.Operator.EXISTS, "", effect));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            requests.running(random.nextInt(8) == 0 ? "gone" : world.anyNode(random), 1 + random.nextInt(3));
        }
        return requests.request();
    }

    private static String unit(String resource, long amount) {
        return resource.equals("cpu") ? amount + "m" : Long.toString(amount);
    }
}
