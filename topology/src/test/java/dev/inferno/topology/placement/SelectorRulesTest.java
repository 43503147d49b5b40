package dev.inferno.topology.placement;

import static dev.inferno.topology.LabelRequirement.Operator.DOES_NOT_EXIST;
import static dev.inferno.topology.LabelRequirement.Operator.EXISTS;
import static dev.inferno.topology.LabelRequirement.Operator.GT;
import static dev.inferno.topology.LabelRequirement.Operator.IN;
import static dev.inferno.topology.LabelRequirement.Operator.LT;
import static dev.inferno.topology.LabelRequirement.Operator.NOT_IN;
import static dev.inferno.topology.placement.Requests.replicas;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.TestNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SelectorRulesTest {

    private static final NodeFacts NODE = TestNode.node("w1")
            .label("zone", "a")
            .label("gen", "9")
            .label("huge", "99999999999999999999")
            .facts();

    static Stream<Arguments> expressions() {
        return Stream.of(
                Arguments.of("zone", IN, List.of("a"), true),
                Arguments.of("zone", IN, List.of("b", "a"), true),
                Arguments.of("zone", IN, List.of("b"), false),
                Arguments.of("zone", IN, List.of(), false),
                Arguments.of("none", IN, List.of("a"), false),
                Arguments.of("none", IN, List.of(""), false),
                Arguments.of("zone", NOT_IN, List.of("a"), false),
                Arguments.of("zone", NOT_IN, List.of("b"), true),
                Arguments.of("none", NOT_IN, List.of("a"), true),
                Arguments.of("zone", NOT_IN, List.of(), false),
                Arguments.of("zone", EXISTS, List.of(), true),
                Arguments.of("none", EXISTS, List.of(), false),
                Arguments.of("zone", EXISTS, List.of("a"), false),
                Arguments.of("zone", DOES_NOT_EXIST, List.of(), false),
                Arguments.of("none", DOES_NOT_EXIST, List.of(), true),
                Arguments.of("gen", GT, List.of("8"), true),
                Arguments.of("gen", GT, List.of("9"), false),
                Arguments.of("gen", LT, List.of("10"), true),
                Arguments.of("gen", LT, List.of("9"), false),
                Arguments.of("gen", GT, List.of("-1"), true),
                Arguments.of("gen", GT, List.of("8", "7"), false),
                Arguments.of("gen", GT, List.of("eight"), false),
                Arguments.of("gen", LT, List.of("9.5"), false),
                Arguments.of("zone", GT, List.of("1"), false),
                Arguments.of("none", LT, List.of("1"), false),
                Arguments.of("huge", GT, List.of("1"), false));
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @MethodSource("expressions")
    void expressionsMatchAsInKubernetes(
            String key, LabelRequirement.Operator operator, List<String> values, boolean matches) {
        var request =
                replicas(1).orTerm(new LabelRequirement(key, operator, values)).request();

        assertEquals(matches, SelectorRules.matches(request.shape(), NODE));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                Arguments.of("metadata.name", IN, List.of("w1"), true),
                Arguments.of("metadata.name", IN, List.of("w2"), false),
                Arguments.of("metadata.name", IN, List.of("w1", "w2"), false),
                Arguments.of("metadata.name", NOT_IN, List.of("w1"), false),
                Arguments.of("metadata.name", NOT_IN, List.of("w2"), true),
                Arguments.of("metadata.name", EXISTS, List.of(), false),
                Arguments.of("metadata.namespace", IN, List.of("w1"), false));
    }

    @ParameterizedTest(name = "field {0} {1} {2}: {3}")
    @MethodSource("fields")
    void fieldsMatchTheNodesNameWithExactlyOneValue(
            String key, LabelRequirement.Operator operator, List<String> values, boolean matches) {
        var term = new NodeSelectorTerm(List.of(), List.of(new LabelRequirement(key, operator, values)));

        assertEquals(
                matches,
                SelectorRules.matches(replicas(1).orTerm(term).request().shape(), NODE));
    }

    @Test
    void termsAreAlternativesAndExpressionsOfATermAreNot() {
        var zoneA = new LabelRequirement("zone", IN, List.of("a"));
        var zoneB = new LabelRequirement("zone", IN, List.of("b"));

        assertTrue(matches(replicas(1).orTerm(zoneB).orTerm(zoneA)));
        assertFalse(matches(replicas(1).orTerm(zoneA, zoneB)));
        var both =
                new NodeSelectorTerm(List.of(zoneA), List.of(new LabelRequirement("metadata.name", IN, List.of("w2"))));
        assertFalse(matches(replicas(1).orTerm(both)));
    }

    @Test
    void anEmptyTermAndAnEmptyListOfTermsMatchNothing() {
        assertFalse(matches(replicas(1).orTerm(new NodeSelectorTerm(List.of(), List.of()))));
        assertFalse(matches(replicas(1).noTerms()));
        assertTrue(matches(replicas(1)));
    }

    @Test
    void selectorAndAffinityMustBothHold() {
        var zoneA = new LabelRequirement("zone", IN, List.of("a"));

        assertTrue(matches(replicas(1).select("gen", "9").orTerm(zoneA)));
        assertFalse(matches(replicas(1).select("gen", "8").orTerm(zoneA)));
        assertFalse(matches(replicas(1).select("none", "").orTerm(zoneA)));
    }

    private static boolean matches(Requests requests) {
        return SelectorRules.matches(requests.request().shape(), NODE);
    }
}
