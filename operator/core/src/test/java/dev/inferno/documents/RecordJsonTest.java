package dev.inferno.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.decision.Condition;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.ScalingRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "policies[1].value: \"many\" must be a whole number",
                refusal(
                        "{\"select\":\"max\",\"policies\":[{\"type\":\"pods\",\"value\":1,\"period\":\"PT1M\"},"
                                + "{\"value\":\"many\"}]}",
                        ScalingRules.class));
        assertEquals("policies: an object must be a list", refusal("{\"policies\":{}}", ScalingRules.class));
        assertEquals("policies[0]: null must be an object", refusal("{\"policies\":[null]}", ScalingRules.class));
    }

    @Test
    void aWrongKindOfAUnionIsNamedWithTheAllowedOnes() {
        assertEquals(
                "kind \"guessed\" must be one of [known, unknown, off]",
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

    @ParameterizedTest(name = "{1} as {0}")
    @CsvSource(delimiter = '|', textBlock = """
            whole | 3.5         | whole: 3.5 must be a whole number
            whole | 1e-1        | whole: 0.1 must be a whole number
            whole | "7"         | whole: "7" must be a whole number
            whole | true        | whole: true must be a whole number
            whole | [3]         | whole: a list must be a whole number
            whole | 3000000000  | whole: 3000000000 must be a whole number from -2147483648 to 2147483647
            whole | 1e999999    | whole: 1E+999999 must be a finite number
            wide  | 1e19        | wide: 1E+19 must be a whole number from -9223372036854775808 to 9223372036854775807
            wide  | 0.5         | wide: 0.5 must be a whole number
            real  | "20.58"     | real: "20.58" must be a number
            real  | "NaN"       | real: "NaN" must be a number
            real  | -1e400      | real: -1E+400 must be a finite number
            real  | {}          | real: an object must be a number
            flag  | 1           | flag: 1 must be true or false
            flag  | "true"      | flag: "true" must be true or false
            text  | 7           | text: 7 must be a text, in quotes
            text  | false       | text: false must be a text, in quotes
            text  | {}          | text: an object must be a text
            texts | {"a": 7}    | texts.a: 7 must be a text, in quotes
            texts | {"a": null} | texts.a: null must be a text
            texts | 3           | texts: 3 must be a map
            reals | [1, "2"]    | reals[1]: "2" must be a number
            reals | [null]      | reals[0]: null must be a number
            time  | 5           | time: 5 must be a duration such as PT30S, in quotes
            rule  | 5           | rule: 5 must be one of max, min, disabled, in quotes
            """)
    void aScalarIsReadStrictly(String field, String value, String refusal) {
        assertEquals(refusal, refusal("{\"" + field + "\": " + value + "}", Scalary.class));
    }

    private record Scalary(
            @Nullable Integer whole,
            @Nullable Long wide,
            @Nullable Double real,
            @Nullable Boolean flag,
            @Nullable String text,
            Map<String, String> texts,
            List<Double> reals,
            @Nullable Duration time,
            ScalingRules.@Nullable SelectPolicy rule) {}

    @Test
    void aWholeNumberMayBeWrittenWithAPointOrAnExponent() {
        var read = RecordJson.read("{\"whole\": 3.0, \"wide\": 2e3, \"real\": 7}", Scalary.class);
        assertEquals(3, read.whole());
        assertEquals(2000L, read.wide());
        assertEquals(7.0, read.real());
    }

    @Test
    void whatIsNoJsonIsRefused() {
        for (String text : List.of(
                "{'a': 1}",
                "{\"a\": NaN}",
                "{\"a\": 1} {}",
                "{\"a\": 1, \"a\": 2}",
                "{a: 1}",
                "// x\n{}",
                "",
                "[1,]")) {
            assertTrue(refusal(text, Condition.class).startsWith("not JSON: "), text);
        }
        assertTrue(refusal("{\"a\":", Condition.class).startsWith("not JSON: "));
        assertEquals("a list must be an object", refusal("[]", Condition.class));
    }
}
