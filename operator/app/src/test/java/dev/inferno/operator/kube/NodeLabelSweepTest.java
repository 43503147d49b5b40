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

    private static final List<NodeFacts> NODES = List.of(new NodeFacts(
            "a",
            new TreeMap<>(Map.of(CHAT, "allow", CODE, "allow", OTHERS, "allow", "zone", "z")),
            List.of(),
            false,
            true,
            false,
            ResourceVector.NONE));

    @Test
    void thoseOfVariantsThatAreGone() {
        assertEquals(Map.of("a", Set.of(CODE, OTHERS)), NodeLabelSweep.stale(NODES, Set.of(CHAT), List.of()));
        assertEquals(Map.of(), NodeLabelSweep.stale(NODES, Set.of(CHAT, CODE, OTHERS), List.of()));
    }

    @Test
    void neverThoseOfNamespacesThatAreNotWatched() {
        assertEquals(Map.of("a", Set.of(CODE)), NodeLabelSweep.stale(NODES, Set.of(CHAT), List.of("team")));
    }
}
