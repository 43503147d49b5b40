package dev.inferno.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.decision.Condition;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.ScalingRules;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

    private static <T> void assertRoundTrip(T record, Class<T> type) {
        String json = RecordJson.write(record);
        T back = RecordJson.read(json, type);
        assertEquals(record, back);
        assertEquals(json, RecordJson.write(back));
        assertEquals(record, RecordJson.read(RecordJson.writePretty(record), type));
        var item = DocumentStream.parse(RecordJson.writeYaml(record), false).getFirst();
        T fromYaml = assertInstanceOf(DocumentStream.Item.Parsed.class, item).as(type);
        assertEquals(json, RecordJson.write(fromYaml));
    }

    private static String refusal(String json, Class<?> type) {
        return String.valueOf(assertThrows(BadDocument.class, () -> RecordJson.read(json, type))
                .getMessage());
    }

    @Test
    void everySnapshotReadsBackEqual() {
        assertRoundTrip(SnapshotDocument.of(TestDocuments.snapshot()), SnapshotDocument.class);
        assertRoundTrip(SnapshotDocument.of(TestDocuments.withoutInventory()), SnapshotDocument.class);
    }

    @Test
    void everyDecisionReadsBackEqual() {
        assertRoundTrip(DecisionDocument.of(TestDocuments.decision()), DecisionDocument.class);
    }

    @Test
    void writesOneLineAndLeavesNullsOut() {
        String json = RecordJson.write(SnapshotDocument.of(TestDocuments.snapshot()));
        assertEquals(1, json.lines().count());
        assertTrue(!json.contains("null"), json);
        assertTrue(json.startsWith("{\"apiVersion\":\"inferno.llmd.ai/v1alpha1\",\"kind\":\"Snapshot\","), json);
        assertTrue(json.contains("\"routing\":\"powerOfTwo\""), json);
        assertTrue(json.contains("\"kind\":\"unsupportedKind\""), json);
    }

    @Test
    void anUnknownFieldIsNamedByPathWithTheNearestKnownOne() {
        assertEquals(
                "coefficients: unknown field alfa; did you mean alpha?",
                refusal("{\"kind\":\"SizingCase\",\"coefficients\":{\"alfa\":1}}", SizingCase.class));
        assertEquals(
                "unknown field zzzzzz; known are message, reason, status, type",
                refusal("{\"zzzzzz\":1}", Condition.class));
    }

    @Test
    void aMissingFieldIsNamedWithWhatItMustBe() {
        assertEquals("field law is missing; it must be a text", refusal("{\"kind\":\"SizingCase\"}", SizingCase.class));
        assertEquals(
                "server: field maxBatchSize is missing; it must be a whole number",
                refusal("{\"kind\":\"SizingCase\",\"server\":{}}", SizingCase.class));
    }

    @Test
    void anUnknownEnumValueIsNamedWithTheAllowedOnes() {
        assertEquals(
                "status: Maybe must be one of True, False, Unknown",
                refusal("{\"status\":\"Maybe\"}", Condition.class));
        assertEquals(
                "routing: fair must be one of random, roundRobin, leastLoaded, powerOfTwo",
                refusal("{\"routing\":\"fair\"}", FleetPolicy.class));
    }

    @Test
    void anElementOfAListIsNamedByItsIndex() {
        assertEquals(
                "policies[1].value: must be a whole number",
                refusal(
                        "{\"select\":\"max\",\"policies\":[{\"type\":\"pods\",\"value\":1,\"period\":\"PT1M\"},"
                                + "{\"value\":\"many\"}]}",
                        ScalingRules.class));
        assertEquals("policies: must be a list", refusal("{\"policies\":{}}", ScalingRules.class));
        assertEquals("policies[0]: must be an object, not null", refusal("{\"policies\":[null]}", ScalingRules.class));
    }

    @Test
    void aWrongKindOfAUnionIsNamedWithTheAllowedOnes() {
        assertEquals(
                "kind guessed must be one of [known, unknown, off]",
                refusal("{\"kind\":\"guessed\"}", Inventory.class));
        assertEquals(
                "must be an object with a field kind, one of [known, unknown, off]", refusal("{}", Inventory.class));
    }

    @Test
    void aWrongTimeOrDurationIsNamed() {
        assertEquals(
                "stabilizationWindow: 30s must be a duration such as PT30S",
                refusal("{\"stabilizationWindow\":\"30s\"}", ScalingRules.class));
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertTrue(refusal("{\"a\":", Condition.class).startsWith("not JSON: "));
        assertEquals("must be an object, not begin_array", refusal("[]", Condition.class));
    }
}
