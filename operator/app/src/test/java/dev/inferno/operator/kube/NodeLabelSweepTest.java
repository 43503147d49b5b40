package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.ResourceVector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which placement labels nobody wants. */
final class NodeLabelSweepTest {

    private static final String CHAT = "placement.inferno.llmd.ai/team.chat";
    private static final String CODE = "placement.inferno.llmd.ai/team.code";
    private static final String OTHERS = "placement.inferno.llmd.ai/other.chat";

    private static final List<NodeFacts> NODES = List.of(
            node("a", ResourceVector.of(Map.of("nvidia.com/gpu", 1L)), CHAT, CODE, OTHERS),
            node("b", ResourceVector.of(Map.of("nvidia.com/gpu", 1L)), CODE),
            node("without-devices", ResourceVector.NONE));

    private static NodeFacts node(String name, ResourceVector allocatable, String... keys) {
        var labels = new TreeMap<>(Map.of("zone", "z"));
        List.of(keys).forEach(key -> labels.put(key, "allow"));
        return new NodeFacts(name, labels, List.of(), false, true, false, allocatable);
    }

    @Test
    void takesOffThoseOfVariantsThatAreGone() {
        assertEquals(
                Map.of("a", Map.of(CODE, false, OTHERS, false), "b", Map.of(CODE, false)),
                NodeLabelSweep.changes(NODES, Set.of(CHAT), Set.of(), Set.of(), List.of()));
        assertEquals(
                Map.of(), NodeLabelSweep.changes(NODES, Set.of(CHAT, CODE, OTHERS), Set.of(), Set.of(), List.of()));
    }

    @Test
    void neverTakesOffThoseOfNamespacesThatAreNotWatched() {
        assertEquals(
                Map.of("a", Map.of(CODE, false), "b", Map.of(CODE, false)),
                NodeLabelSweep.changes(NODES, Set.of(CHAT), Set.of(), Set.of(), List.of("team")));
    }

    @Test
    void putsThoseThatATemplateRequiresOnEveryNodeWithDevices() {
        assertEquals(
                Map.of("b", Map.of(CHAT, true)),
                NodeLabelSweep.changes(NODES, Set.of(CODE, OTHERS), Set.of(CHAT), Set.of(), List.of()));
        assertEquals(
                List.of(
                        "Node b: labels " + CHAT
                                + " put on, a pod template requires them until their term is taken out of it",
                        "Node b: labels " + CODE + " removed"),
                NodeLabelSweep.told("b", new TreeMap<>(Map.of(CHAT, true, CODE, false))));
    }

    @Test
    void leavesThoseAloneThatFollowAPlanAlsoWhenTheirVariantIsGone() {
        assertEquals(
                Map.of(), NodeLabelSweep.changes(NODES, Set.of(CODE, OTHERS), Set.of(CHAT), Set.of(CHAT), List.of()));
    }
}
