package dev.inferno.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.documents.DocumentStream.Item.Parsed;
import dev.inferno.serving.TokenCount;
import org.junit.jupiter.api.Test;

final class TokenCountTest {

    private static final String CASE = """
            kind: SizingCase
            law: legacy2025
            coefficients: {alpha: 20.58, beta: 0.41}
            server: {maxBatchSize: 4}
            load: {requestsPerMinute: 40, inputTokens: 50, outputTokens: %s}
            slo: {itlMillis: 24, waitMillis: 500}
            """;

    @Test
    void isANumberWhenTheLengthIsFixed() {
        assertEquals(TokenCount.fixed(128), read("128").load().outputTokens());
        assertEquals(2, Sizings.answer(read("128")).replicas());
    }

    @Test
    void isMeanAndScvWhenItVaries() {
        assertEquals(
                new TokenCount(128, 0.5), read("{mean: 128, scv: 0.5}").load().outputTokens());
    }

    @Test
    void namesItsPathAndAnUnknownField() {
        var refused = assertThrows(BadDocument.class, () -> read("{mean: 128, cv: 0.5}"));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("load.outputTokens"), message);
        assertTrue(message.contains("cv"), message);
    }

    @Test
    void isNoTextAndNothingThatIsNoNumber() {
        assertEquals("load.outputTokens: \"128\" must be a number of tokens or {mean, scv}", refusal("\"128\""));
        assertEquals("load.outputTokens.mean: \"128\" must be a number", refusal("{mean: \"128\", scv: 0.5}"));
        assertEquals("load.outputTokens.scv: true must be a number", refusal("{mean: 128, scv: true}"));
        assertEquals("load.outputTokens: NaN must be a finite number", refusal(".nan"));
        assertEquals("load.outputTokens: Infinity must be a finite number", refusal(".inf"));
        assertEquals("load.outputTokens: a list must be a number of tokens or {mean, scv}", refusal("[128]"));
    }

    private static String refusal(String outputTokens) {
        return String.valueOf(
                assertThrows(BadDocument.class, () -> read(outputTokens)).getMessage());
    }

    @Test
    void readsBackWhatItWrote() {
        var count = new TokenCount(128, 0.5);

        assertEquals(count, RecordJson.read(RecordJson.write(count), TokenCount.class));
    }

    private static SizingCase read(String outputTokens) {
        return ((Parsed) DocumentStream.parse(CASE.formatted(outputTokens), false)
                        .getFirst())
                .as(SizingCase.class);
    }
}
