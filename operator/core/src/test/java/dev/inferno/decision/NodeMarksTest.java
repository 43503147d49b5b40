package dev.inferno.decision;

import static dev.inferno.decision.Decisions.decide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.snapshot.PlacementLabel;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.VariantKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Labels of nodes follow the plan: on before pods come, off after they went. */
final class NodeMarksTest {

    private static final String GPU = "nvidia.com/gpu";
    private static final VariantKey V = new VariantKey("default", "v");
    private static final String KEY = "placement.inferno.llmd.ai/default.v";

    private static TestVariant labelling(int replicas) {
        return TestVariant.onA100("v").optimize(PlacementMode.NODE_LABELS).replicas(replicas);
    }

    private static TestFleet node(TestFleet fleet, String name, boolean labelled) {
        var labels = new TreeMap<>(Map.of("nvidia.com/gpu.product", "NVIDIA-A100-PCIE-80GB"));
        if (labelled) {
            labels.put(KEY, "allow");
        }
        return fleet.node(name, GPU, 1, labels);
    }

    private static Action.LabelNodes labels(Map<String, Boolean> nodes) {
        return new Action.LabelNodes(V, KEY, new TreeMap<>(nodes));
    }

    @Test
    void labelsTheNodesOfMoreReplicasBeforeItAsksForThem() {
        TestFleet fleet = node(node(node(new TestFleet(), "a", true), "b", false), "c", true)
                .variant(labelling(1))
                .running("v", "a", 1, GPU)
                .remembered("v", 40, 40)
                .perMinute(40);

        List<Action> actions = decide(fleet.snapshot()).actions();

        assertEquals(labels(Map.of("b", true)), actions.getFirst());
        assertInstanceOf(Action.Scale.class, actions.getLast());
    }

    @Test
    void takesLabelsOffOnlyWhenReplicasAreAsPlanned() {
        TestFleet fewer = node(node(new TestFleet(), "a", true), "b", true)
                .variant(labelling(2))
                .running("v", "a", 1, GPU)
                .running("v", "b", 1, GPU)
                .remembered("v", 20, 20)
                .perMinute(20);
        assertEquals(List.of(), decide(fewer.snapshot()).labels());

        TestFleet settled = node(node(new TestFleet(), "a", true), "b", true)
                .variant(labelling(1))
                .running("v", "a", 1, GPU)
                .remembered("v", 20, 20)
                .perMinute(20);
        assertEquals(
                labels(Map.of("b", false)), decide(settled.snapshot()).actions().getFirst());
    }

    @Test
    void neverTakesOffALabelThatTheTemplateRequires() {
        TestFleet settled = node(node(new TestFleet(), "a", true), "b", true)
                .variant(labelling(1).selector(Map.of(KEY, "allow")))
                .running("v", "a", 1, GPU)
                .remembered("v", 20, 20)
                .perMinute(20);

        assertEquals(List.of(), decide(settled.snapshot()).labels());
    }

    @Test
    void leavesNodesAloneWhileNothingIsCarriedOut() {
        TestFleet paused = node(new TestFleet(), "a", false)
                .variant(labelling(1).paused())
                .running("v", "a", 1, GPU)
                .remembered("v", 20, 20)
                .perMinute(20);

        assertEquals(List.of(), decide(paused.snapshot()).labels());
    }

    @Test
    void aLongNameIsCutAndStaysUnique() {
        String namespace = "n".repeat(60);

        String one = PlacementLabel.key(new VariantKey(namespace, "one"));
        String other = PlacementLabel.key(new VariantKey(namespace, "other"));

        assertTrue(PlacementLabel.isIn(namespace, one) && !PlacementLabel.isIn("other", one));
        assertEquals(63, one.length() - PlacementLabel.PREFIX.length());
        assertNotEquals(one, other);
    }
}
