package dev.inferno.decision;

import static dev.inferno.decision.Decisions.assertNames;
import static dev.inferno.decision.Decisions.decide;
import static dev.inferno.decision.Decisions.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.VariantKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Labels of nodes follow the plan: on before pods come, off after they went. */
final class NodeMarksTest {

    private static final String GPU = "nvidia.com/gpu";
    private static final VariantKey V = new VariantKey("default", "v");
    private static final String KEY = "placement.inferno.llmd.ai/default.v";

    private static final LoadReading NO_POD_REPORTS =
            new LoadReading.Missing(LoadReading.Missing.Cause.NO_SAMPLES, "no pod reports");

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

    /** One that follows the plan although the template requires the label. */
    private static TestVariant strict(int replicas) {
        return TestVariant.onA100("v")
                .optimize(PlacementMode.STRICT_NODE_LABELS)
                .selector(Map.of(KEY, "allow"))
                .replicas(replicas);
    }

    @Test
    void aRequiredLabelFollowsThePlanBeforeNewPodsCome() {
        TestFleet grows = node(node(node(new TestFleet(), "a", true), "b", false), "c", true)
                .variant(strict(1))
                .running("v", "a", 1, GPU)
                .remembered("v", 40, 40)
                .perMinute(40);

        List<Action> actions = decide(grows.snapshot()).actions();

        assertEquals(labels(Map.of("b", true, "c", false)), actions.getFirst());
        assertInstanceOf(Action.Scale.class, actions.getLast());
    }

    @Test
    void aRequiredLabelStaysUntilReplicasAreAsPlannedAndNoPodWaits() {
        TestFleet shrinks = node(node(new TestFleet(), "a", true), "b", true)
                .variant(strict(2))
                .running("v", "a", 1, GPU)
                .running("v", "b", 1, GPU)
                .remembered("v", 20, 20)
                .perMinute(20);
        assertEquals(List.of(), decide(shrinks.snapshot()).labels());

        TestFleet settled = node(node(new TestFleet(), "a", true), "b", true)
                .variant(strict(1))
                .running("v", "a", 1, GPU)
                .remembered("v", 20, 20)
                .perMinute(20);
        assertEquals(
                List.of(labels(Map.of("b", false))), decide(settled.snapshot()).labels());

        TestFleet waits = settled.waiting("v", GPU);
        assertEquals(List.of(), decide(waits.snapshot()).labels());
    }

    @Test
    void aNodeThatNoLongerTakesPodsIsReplacedByAnother() {
        TestFleet fleet = node(node(node(new TestFleet(), "a", true), "b", false), "c", false)
                .cordon("a")
                .variant(strict(1).ready(0))
                .waiting("v", GPU)
                .remembered("v", 20, 20)
                .perMinute(20);

        assertEquals(
                List.of(labels(Map.of("b", true))), decide(fleet.snapshot()).labels());
    }

    @Test
    void everyNodeIsLabelledWhileAPodWaitsThatThePlanDoesNotHelp() {
        TestFleet surge = node(node(node(new TestFleet(), "a", true), "b", false), "c", false)
                .node("without", "example.com/fpga", 1, Map.of())
                .variant(strict(1))
                .running("v", "a", 1, GPU)
                .waiting("v", GPU)
                .remembered("v", 20, 20)
                .perMinute(20);
        assertEquals(
                List.of(labels(Map.of("b", true, "c", true))),
                decide(surge.snapshot()).labels());
        surge.rescaled("v", Duration.ofSeconds(5), 2, 1);
        assertEquals(List.of(), decide(surge.snapshot()).labels());

        TestFleet unknown = node(node(new TestFleet(), "a", true), "b", false)
                .variant(strict(1).ready(0))
                .waiting("v", GPU)
                .reading(TestFleet.MODEL, NO_POD_REPORTS);
        assertEquals(
                List.of(labels(Map.of("b", true))), decide(unknown.snapshot()).labels());
    }

    @Test
    void aRequiredLabelIsAlwaysOnSomeNode() {
        TestFleet labelled = node(node(new TestFleet(), "a", true), "b", false)
                .variant(strict(1).paused())
                .running("v", "a", 1, GPU)
                .remembered("v", 20, 20)
                .perMinute(20);
        assertEquals(List.of(), decide(labelled.snapshot()).labels());

        TestFleet without = node(node(new TestFleet(), "a", false), "b", false)
                .variant(strict(0).min(0))
                .remembered("v", 0)
                .perMinute(0);
        assertEquals(
                List.of(labels(Map.of("a", true, "b", true))),
                decide(without.snapshot()).labels());
    }

    @Test
    void tellsWhatTheTemplateLacksOrHasTooMuch() {
        String term = "{key: " + KEY + ", operator: In, values: [allow]}";
        TestVariant missing = TestVariant.onA100("v").optimize(PlacementMode.STRICT_NODE_LABELS);
        assertNames(ready(missing), "placement.strict needs the required node affinity term " + term);

        TestFleet startsNowhere = node(new TestFleet(), "a", true)
                .variant(missing.selector(Map.of(KEY, "allowed")).ready(0))
                .reading(TestFleet.MODEL, NO_POD_REPORTS);
        assertNames(
                only(startsNowhere).condition(Condition.Type.OptimizationReady).message(),
                "no pod reports; default/v: placement.strict needs",
                term);

        assertNames(
                ready(labelling(1).selector(Map.of(KEY, "allow"))),
                "strict: true",
                "or take the term " + term + " out");
        assertEquals("sized and placed", ready(strict(1)));
    }

    private static String ready(TestVariant variant) {
        TestFleet fleet = node(new TestFleet(), "a", true)
                .variant(variant)
                .running("v", "a", 1, GPU)
                .remembered("v", 20, 20)
                .perMinute(20);
        return only(fleet).condition(Condition.Type.OptimizationReady).message();
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
}
