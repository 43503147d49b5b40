package dev.inferno.topology.placement;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.nvidia;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.HostPort;
import dev.inferno.topology.LabelSelector;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.SpreadConstraint;
import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.TestNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Rules that pods have about each other, one by one; SchedulerWorldsIT asks the real scheduler. */
class NeighbourRulesTest {

    private static final String HOST = "kubernetes.io/hostname";
    private static final String ZONE = "topology.kubernetes.io/zone";

    private static TestNode host(String name, String zone, int gpus) {
        return nvidia(name, "NVIDIA-L4", gpus).label(HOST, name).label(ZONE, zone);
    }

    private static ClusterTopology threeHosts() {
        return cluster(host("a", "x", 8), host("b", "x", 8), host("c", "y", 8));
    }

    private static Requests servers(int replicas) {
        return Requests.replicas(replicas).each(Requests.GPU, "1").label("app", "v");
    }

    private static SortedMap<String, Integer> placed(ClusterTopology topology, Requests requests, PodFacts... pods) {
        return result(topology, requests, pods).placement().replicasByNode();
    }

    private static PlacementResult result(ClusterTopology topology, Requests requests, PodFacts... pods) {
        return Placer.bestFit().place(requests.request(), CapacityLedger.of(topology, List.of(pods)));
    }

    private static String refusal(ClusterTopology topology, Requests requests, PodFacts... pods) {
        return assertInstanceOf(PlacementResult.Unplaceable.class, result(topology, requests, pods))
                .message();
    }

    @Test
    void ownAntiAffinityGivesEveryReplicaADomainOfItsOwn() {
        assertEquals(
                Map.of("a", 1, "b", 1, "c", 1), placed(threeHosts(), servers(5).apartFrom("app", "v", HOST)));
        assertEquals(
                2, placed(threeHosts(), servers(5).apartFrom("app", "v", ZONE)).size());
    }

    @Test
    void aNodeWithoutTheKeyIsNoDomainAndTakesAnyNumber() {
        var topology = cluster(nvidia("bare", "NVIDIA-L4", 8), host("c", "y", 8));

        assertEquals(Map.of("bare", 8, "c", 1), placed(topology, servers(20).apartFrom("app", "v", HOST)));
    }

    @Test
    void aForeignPodsAntiAffinityClosesItsDomainToTheReplicasItMeans() {
        var hermit = Requests.standing("h", "a", Map.of(), List.of(Requests.term("app", "v", ZONE)), List.of());

        assertEquals(Map.of("c", 8), placed(threeHosts(), servers(20), hermit));
        String message = refusal(threeHosts(), servers(20), hermit);
        assertTrue(message.contains("2 nodes are closed by other pods' anti-affinity"), message);
    }

    @Test
    void affinityNeedsOnePodThatMeetsAllTermsNotTwoThatMeetOneEach() {
        var wanted = servers(2).near("app", "db", HOST).near("tier", "gold", HOST);
        var both = Requests.standing("p", "b", Map.of("app", "db", "tier", "gold"), List.of(), List.of());

        assertEquals(
                Map.of(),
                placed(
                        threeHosts(),
                        wanted,
                        Requests.labelled("p", "a", "app", "db"),
                        Requests.labelled("q", "a", "tier", "gold")));
        assertEquals(Map.of("b", 2), placed(threeHosts(), wanted, both));
    }

    @Test
    void theFirstOfASeriesThatWantsItselfChoosesTheDomainThatTakesMost() {
        var topology = cluster(host("a", "x", 3), host("b", "y", 4), host("c", "y", 4));

        assertEquals(Map.of("b", 4, "c", 4), placed(topology, servers(10).near("app", "v", ZONE)));
        assertEquals(
                Map.of("a", 3),
                placed(topology, servers(10).near("app", "v", ZONE), Requests.labelled("p", "a", "app", "v")));
    }

    @Test
    void aHostWithoutDevicesStaysADomainAndHoldsTheMinimum() {
        var topology = cluster(host("a", "x", 8), host("b", "x", 8), host("c", "y", 0));
        var spread = servers(16).spread("app", "v", HOST, 1);

        assertEquals(Map.of("a", 1, "b", 1), placed(topology, spread));
        String message = refusal(topology, spread);
        assertTrue(message.contains("2 nodes would break its topology spread"), message);
    }

    @Test
    void whatThePolicyLeavesOutIsNoDomain() {
        var topology = cluster(
                host("a", "x", 8), host("b", "x", 8), host("t", "y", 8).taint("no", "", TaintEffect.NO_SCHEDULE));

        assertEquals(2, sum(placed(topology, servers(16).spread("app", "v", HOST, 1))));
        assertEquals(
                16,
                sum(placed(
                        topology,
                        servers(16).spread(new SpreadConstraint(HOST, 1, 1, Requests.pods("app", "v"), true, true)))));
        assertEquals(16, sum(placed(topology, servers(16).select(ZONE, "x").spread("app", "v", HOST, 1))));
        assertEquals(
                2,
                sum(placed(
                        topology,
                        servers(16)
                                .select(ZONE, "x")
                                .spread(new SpreadConstraint(HOST, 1, 1, Requests.pods("app", "v"), false, false)))));
    }

    @Test
    void withFewerDomainsThanAskedForTheLeastCountsAsNone() {
        var constraint = new SpreadConstraint(ZONE, 1, 3, Requests.pods("app", "v"), true, false);

        assertEquals(2, sum(placed(threeHosts(), servers(16).spread(constraint))));
    }

    @Test
    void spreadCountsForeignPodsOfTheNamespaceAndNotTheLeavingOnes() {
        var spread = servers(16).spread("app", "v", HOST, 1);
        var leaving = new PodFacts(
                "ns",
                "p",
                null,
                "a",
                true,
                true,
                Requests.labelled("p", "a", "app", "v").requests(),
                Requests.labelled("p", "a", "app", "v").labels(),
                List.of(),
                List.of());
        var topology = cluster(host("a", "x", 8), host("b", "x", 0));

        assertEquals(Map.of(), placed(topology, spread, Requests.labelled("p", "a", "app", "v")));
        assertEquals(Map.of("a", 1), placed(topology, spread, leaving));
    }

    @Test
    void aSelectorWithoutRequirementsCountsNothingAndOneThatIsAbsentNeither() {
        var all = new SpreadConstraint(HOST, 1, 1, LabelSelector.EVERYTHING, true, false);
        var none = new SpreadConstraint(HOST, 1, 1, null, true, false);

        assertEquals(20, sum(placed(threeHosts(), servers(20).spread(all))));
        assertEquals(20, sum(placed(threeHosts(), servers(20).spread(none))));
    }

    @Test
    void aHostPortIsTakenOncePerNodeAndAddress() {
        var udp = new HostPort(HostPort.ANY_ADDRESS, "UDP", 8080);
        var oneAddress = new HostPort("10.0.0.1", "TCP", 8080);

        assertEquals(
                Map.of("b", 1, "c", 1),
                placed(
                        threeHosts(),
                        servers(9).port(8080),
                        Requests.standing("p", "a", Map.of(), List.of(), List.of(oneAddress))));
        assertEquals(
                3,
                sum(placed(
                        threeHosts(),
                        servers(9).port(8080),
                        Requests.standing("p", "a", Map.of(), List.of(), List.of(udp)))));
    }

    @Test
    void severalRequestsSeeEachOther() {
        var ledger = CapacityLedger.of(threeHosts(), List.of());
        Placer.bestFit().place(servers(1).id("ns/one").request(), ledger);
        var other = servers(9).id("ns/two").label("app", "w").apartFrom("app", "v", ZONE);

        try (Trial trial = ledger.trial()) {
            assertEquals(
                    Map.of("c", 8),
                    Placer.bestFit().place(other.request(), ledger).placement().replicasByNode());
        }
        assertEquals(
                Map.of("c", 8),
                Placer.bestFit().place(other.request(), ledger).placement().replicasByNode(),
                "what a trial undoes, no rule remembers");
    }

    @Test
    void whatRunsStaysThoughItsSpreadHasGoneAstray() {
        var spread = servers(4).spread("app", "v", HOST, 1).running("a", 3);

        assertEquals(3, placed(threeHosts(), spread).get("a"));
    }

    private static int sum(SortedMap<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
