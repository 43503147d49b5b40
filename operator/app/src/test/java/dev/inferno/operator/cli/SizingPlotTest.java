package dev.inferno.operator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.documents.DocumentStream;
import dev.inferno.documents.SizingCase;
import dev.inferno.documents.Sizings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

final class SizingPlotTest {

    private static final String ORIGINALS = """
            kind: SizingCase
            metadata: {name: "a < b & c"}
            law: legacy2025
            coefficients: {alpha: 20.58, beta: 0.41}
            server: {maxBatchSize: 4}
            load: {requestsPerMinute: 40, inputTokens: 50, outputTokens: 128}
            slo: {itlMillis: 24, waitMillis: 500}
            """;
    private static final String OURS = """
            kind: SizingCase
            law: iteration
            coefficients: {base: 8, decodeToken: 0.1, prefillToken: 0.02, kvToken: 0.0001}
            server: {maxBatchSize: 64}
            load: {requestsPerMinute: 3000, inputTokens: 512, outputTokens: 128}
            slo: {ttftMillis: 300, itlMillis: 40}
            fleet: {routing: leastLoaded}
            """;

    private static SizingCase sizing(String yaml) {
        var item =
                (DocumentStream.Item.Parsed) DocumentStream.parse(yaml, false).getFirst();
        return item.as(SizingCase.class);
    }

    private static String plot(SizingCase sizing) {
        return SizingPlot.of(Sizings.curves(sizing, Sizings.answer(sizing)));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void thePictureHasTitlesAxesWithUnitsLimitsAndMarks() throws Exception {
        String text = parsed(plot(sizing(OURS))).getDocumentElement().getTextContent();

        for (String words : new String[] {
            "latency over rate, law iteration",
            "Time to first token (ms)",
            "Time between tokens (ms)",
            "requests/s of the whole fleet",
            "p95 limit 300 ms",
            "mean limit 40 ms",
            "asked 50/s",
            "within limits ",
            "settled by simulation"
        }) {
            assertTrue(text.contains(words), () -> words + " is missing in " + text);
        }
    }

    @Test
    void aNameIsTextWhateverCharactersItHas() throws Exception {
        var picture = parsed(plot(sizing(ORIGINALS)));

        assertEquals(
                "a < b & c: latency over rate",
                picture.getElementsByTagName("title").item(0).getTextContent());
    }

    @Test
    void theSameCaseGivesTheSameBytes() {
        assertEquals(plot(sizing(ORIGINALS)), plot(sizing(ORIGINALS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {ORIGINALS, OURS})
    void everyPointLiesInItsPanelEvenUnderOverload(String yaml) throws Exception {
        for (SizingCase sizing : new SizingCase[] {
            sizing(yaml),
            sizing(yaml).withReplicas(1).withRequestsPerMinute(60_000),
            sizing(yaml).withRequestsPerMinute(0)
        }) {
            var lines = parsed(plot(sizing)).getElementsByTagName("polyline");
            assertTrue(lines.getLength() >= 4, () -> lines.getLength() + " curves");
            for (int i = 0; i < lines.getLength(); i++) {
                String points =
                        lines.item(i).getAttributes().getNamedItem("points").getNodeValue();
                assertTrue(points.matches("([0-9.]+,[0-9.]+ ?)+"), points);
            }
        }
    }

    @Test
    void ticksAreRoundAndFew() {
        for (double most : new double[] {0.003, 1, 7.2, 48, 99, 640, 12345}) {
            double[] ticks = new PlotAxis(most, 0, 100).ticks();
            assertTrue(ticks.length >= 4 && ticks.length <= 11, most + " has " + ticks.length);
            assertTrue(ticks[ticks.length - 1] <= most);
        }
    }
}
