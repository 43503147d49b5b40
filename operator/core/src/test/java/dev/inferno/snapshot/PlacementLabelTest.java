package dev.inferno.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.TestVariant;
import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.LabelRequirement.Operator;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.PodShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The key of a variant's label, and pods as a plan sees them without it. */
final class PlacementLabelTest {

    private static final String KEY = "placement.inferno.llmd.ai/default.v";
    private static final LabelRequirement OURS = new LabelRequirement(KEY, Operator.IN, List.of("allow"));
    private static final LabelRequirement ZONE = new LabelRequirement("zone", Operator.IN, List.of("z"));
    private static final NodeSelectorTerm EMPTY = term();

    private static NodeSelectorTerm term(LabelRequirement... expressions) {
        return new NodeSelectorTerm(List.of(expressions), List.of());
    }

    private static VariantState selecting(PlacementMode mode, Map<String, String> labels) {
        return TestVariant.onA100("v").optimize(mode).selector(labels).state();
    }

    private static VariantState strict(NodeSelectorTerm... terms) {
        VariantState state = selecting(PlacementMode.STRICT_NODE_LABELS, Map.of("disk", "fast"));
        var found = (Target.Found) state.target();
        return state.withTarget(found.withPod(found.pod().withRequiredTerms(List.of(terms))));
    }

    private static PodShape planned(VariantState state) {
        return ((Target.Found) PlacementLabel.ignored(state).target()).pod();
    }

    @Test
    void aPlanSeesEveryRuleButTheOwnLabel() {
        assertNull(planned(strict(term(OURS))).requiredTerms());
        assertEquals(List.of(term(ZONE)), planned(strict(term(OURS, ZONE))).requiredTerms());
        assertNull(planned(strict(term(OURS), term(ZONE))).requiredTerms());
        assertNull(planned(strict(EMPTY, term(OURS))).requiredTerms());
        assertEquals(Map.of("disk", "fast"), planned(strict(term(OURS))).nodeSelector());

        var labels = Map.of(KEY, "allow", "disk", "fast");
        assertEquals(
                Map.of("disk", "fast"),
                planned(selecting(PlacementMode.STRICT_NODE_LABELS, labels)).nodeSelector());
    }

    @Test
    void rulesThatALabelledNodeDoesNotMeetAreTheUsers() {
        for (var odd : List.of(
                new LabelRequirement(KEY, Operator.IN, List.of("allowed")),
                new LabelRequirement(KEY, Operator.DOES_NOT_EXIST, List.of()),
                new LabelRequirement("placement.inferno.llmd.ai/default.w", Operator.IN, List.of("allow")))) {
            assertFalse(PlacementLabel.isStrict(strict(term(odd))), odd.toString());
            assertEquals(List.of(term(odd)), planned(strict(term(odd))).requiredTerms());
        }
        assertEquals(List.of(EMPTY), planned(strict(EMPTY)).requiredTerms());
    }

    @Test
    void onlyStrictPlacementIgnoresIt() {
        VariantState preferring = selecting(PlacementMode.NODE_LABELS, Map.of(KEY, "allow"));

        assertFalse(PlacementLabel.isStrict(preferring));
        assertEquals(preferring, PlacementLabel.ignored(preferring));
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
