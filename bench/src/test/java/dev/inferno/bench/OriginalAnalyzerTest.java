package dev.inferno.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.inferno.bench.OriginalAnalyzer.OriginalServer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The yardstick is the original only if it answers as the original did. */
class OriginalAnalyzerTest {

    private static final float PER_SECOND = 1000;

    @Test
    void thePortedAnalyzerAnswersAsTheOriginalDid() throws IOException {
        List<JsonObject> cases = sizings();
        assertTrue(cases.size() > 150, () -> "only " + cases.size() + " cases");
        for (JsonObject each : cases) {
            JsonObject target = each.getAsJsonObject("target");
            JsonObject out = each.getAsJsonObject("out");

            OriginalAnalyzer.Rates rates = new OriginalAnalyzer(server(each.getAsJsonObject("in")))
                    .size(number(target, "ttft"), number(target, "itl"));

            // Where single precision leaves a curve flat the original stops anywhere on it: 9e-3 (99th percentile).
            close(each, number(out, "rateITL"), rates.itl() * PER_SECOND, 1e-2f);
            close(each, number(out, "rateTTFT"), rates.ttft() * PER_SECOND, 1e-2f);
        }
    }

    private static void close(JsonObject each, float expected, float actual, float relative) {
        assertEquals(expected, actual, relative * expected, each::toString);
    }

    private static OriginalServer server(JsonObject in) {
        return new OriginalServer(
                number(in, "alpha"),
                number(in, "beta"),
                number(in, "gamma"),
                number(in, "delta"),
                in.get("maxBatch").getAsInt(),
                in.get("maxQueue").getAsInt(),
                number(in, "inTokens"),
                number(in, "outTokens"));
    }

    private static float number(JsonObject json, String field) {
        return json.get(field).getAsFloat();
    }

    /** Those with both limits, an answer, and nothing that the original is known to get wrong. */
    private static List<JsonObject> sizings() throws IOException {
        List<JsonObject> cases = new ArrayList<>();
        try (Reader reader = new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(
                        OriginalAnalyzerTest.class.getResourceAsStream("/analyzer-prefill4.json.gz"))),
                StandardCharsets.UTF_8)) {
            for (JsonElement element :
                    JsonParser.parseReader(reader).getAsJsonObject().getAsJsonArray("cases")) {
                JsonObject each = element.getAsJsonObject();
                if (each.has("out")
                        && !each.has("quirk")
                        && each.has("target")
                        && number(each.getAsJsonObject("target"), "ttft") > 0
                        && number(each.getAsJsonObject("target"), "itl") > 0
                        && number(each.getAsJsonObject("in"), "inTokens") > 0) {
                    cases.add(each);
                }
            }
        }
        return cases;
    }
}
