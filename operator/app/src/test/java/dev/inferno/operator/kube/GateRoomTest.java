package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.ResourceVector;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether a node takes a pod that may go nowhere else. */
final class GateRoomTest {

    private static final ResourceVector ONE = new ResourceVector(new TreeMap<>(Map.of("nvidia.com/gpu", 1L)));
    private static final NodeFacts NODE = node("n", "host-of-n", 2);

    @Test
    void takesAsManyAsHaveRoom() {
        assertEquals(2, taken(NODE, List.of(), List.of()));
        assertEquals(1, taken(NODE, List.of(pod("other", "a", "n", false)), List.of()));
        assertEquals(0, taken(NODE.cordoned(), List.of(), List.of()));
    }

    @Test
    void onesThatWaitForThisNodeHaveTheirRoomAlready() {
        var facts = pod("other", "a", null, false);
        var gate = new PlacementGate(List.of(), "host-of-n");

        assertEquals(
                1,
                taken(
                        NODE,
                        List.of(facts),
                        List.of(new SeenPod("ns", "a", "1", DeletionCost.NONE, gate, facts, null))));
    }

    @Test
    void onlyItsOwnPodsThatEndAreTakenForGone() {
        var own = List.of(pod("d", "a", "n", true), pod("d", "b", "n", true));
        var others = List.of(pod("other", "a", "n", true), pod("other", "b", "n", true));

        assertEquals(2, taken(NODE, own, List.of()));
        assertEquals(0, taken(NODE, others, List.of()));
    }

    @Test
    void aNodeWithoutAHostNameCannotBeAskedFor() {
        assertEquals(0, taken(node("n", null, 2), List.of(), List.of()));
        assertEquals(0, taken(node("m", "host-of-m", 2), List.of(), List.of()));
    }

    private static int taken(NodeFacts node, List<PodFacts> pods, List<SeenPod> pinned) {
        var room = new GateRoom(
                "ns",
                "d",
                new PodShape(ONE, new TreeMap<>(), new TreeMap<>(), null, List.of()),
                new Inventory.Known(List.of(node), pods, List.of()),
                pinned);
        return (int) IntStream.range(0, 4).filter(i -> room.take("n")).count();
    }

    private static NodeFacts node(String name, @Nullable String host, long devices) {
        var labels = new TreeMap<String, String>();
        if (host != null) {
            labels.put("kubernetes.io/hostname", host);
        }
        var allocatable = new TreeMap<>(Map.of("nvidia.com/gpu", devices, "pods", 110L));
        return new NodeFacts(name, labels, List.of(), false, true, false, new ResourceVector(allocatable));
    }

    private static PodFacts pod(String workload, String name, @Nullable String node, boolean terminating) {
        return new PodFacts("ns", name, workload, node, true, terminating, ONE);
    }
}
