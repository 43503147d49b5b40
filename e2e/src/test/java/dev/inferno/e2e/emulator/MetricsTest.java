package dev.inferno.e2e.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {

    private static final String LABELS = "{model_name=\"m\",engine=\"0\"}";

    private final Emulator emulator =
            Emulator.start("--model", "m", "--port", "0", "--law", "base=2,prefillToken=0.5", "--max-num-seqs", "4");
    private final Client client = new Client(emulator);

    @AfterEach
    void stop() {
        client.close();
        emulator.close();
    }

    @Test
    void everySeriesExistsAtZeroBeforeTheFirstRequest() {
        Map<String, Double> series = client.metrics();

        series.forEach(
                (name, value) -> assertEquals(name.startsWith("vllm:cache_config_info") ? 1 : 0, value, 0, name));
        for (Family family : EnumSet.complementOf(EnumSet.of(Family.GATEWAY_REQUESTS))) {
            assertTrue(series.keySet().stream().anyMatch(name -> name.startsWith(family.metric())), family.metric());
        }
        assertTrue(series.containsKey(
                "vllm:request_success_total{model_name=\"m\",engine=\"0\",finished_reason=\"stop\"}"));
    }

    @Test
    void theGatewayCountsAlsoWhatNoPodTakes() {
        String body = "{\"model\":\"m\",\"prompt\":\"a\",\"max_tokens\":2}";
        client.post("/v1/completions", body);
        client.post("/ns/empty/v1/completions", body);
        assertEquals(404, client.post("/gateway/empty/v1/completions", body).status());

        assertEquals(1, client.sum("inference_objective_request_total", "namespace=\"empty\""));
        assertEquals(1, client.sum("vllm:request_arrival_total", ""));
    }

    @Test
    void countersAndHistogramsAgreeWithTheTraffic() {
        for (int i = 0; i < 5; i++) {
            client.post("/v1/completions", "{\"model\":\"m\",\"prompt\":\"a b c d e f\",\"max_tokens\":4}");
        }

        Map<String, Double> series = client.metrics();
        assertEquals(5, client.sum("vllm:request_success_total", "length"));
        assertEquals(5, series.getOrDefault("vllm:request_arrival_total" + LABELS, Double.NaN));
        assertEquals(5, series.getOrDefault("vllm:requests_count_total" + LABELS, Double.NaN));
        assertEquals(30, series.getOrDefault("vllm:prompt_tokens_total" + LABELS, Double.NaN));
        assertEquals(20, series.getOrDefault("vllm:generation_tokens_total" + LABELS, Double.NaN));
        assertEquals(50, series.getOrDefault("vllm:tokens_total" + LABELS, Double.NaN));
        assertEquals(30, series.getOrDefault("vllm:request_prompt_tokens_sum" + LABELS, Double.NaN));
        assertEquals(20, series.getOrDefault("vllm:request_generation_tokens_sum" + LABELS, Double.NaN));
        assertEquals(15, series.getOrDefault("vllm:inter_token_latency_seconds_count" + LABELS, Double.NaN));
        for (String each : new String[] {"time_to_first_token", "request_queue_time", "request_decode_time"}) {
            assertEquals(5, series.getOrDefault("vllm:" + each + "_seconds_count" + LABELS, Double.NaN), each);
        }
        // Alone in the batch: prefill 2 + 6 x 0.5 ms, then 2 ms per token; the model's own times, to the last digit.
        assertEquals(5 * 0.005, series.getOrDefault("vllm:time_to_first_token_seconds_sum" + LABELS, Double.NaN), 1e-9);
        assertEquals(
                5 * 0.005, series.getOrDefault("vllm:request_prefill_time_seconds_sum" + LABELS, Double.NaN), 1e-9);
        assertEquals(
                15 * 0.002, series.getOrDefault("vllm:inter_token_latency_seconds_sum" + LABELS, Double.NaN), 1e-9);
        assertEquals(5 * 0.011, series.getOrDefault("vllm:e2e_request_latency_seconds_sum" + LABELS, Double.NaN), 1e-9);
    }

    @Test
    void bucketsCumulateToTheCount() {
        client.post("/v1/completions", "{\"model\":\"m\",\"prompt\":\"a b c\",\"max_tokens\":4}");

        Map<String, Double> series = client.metrics();
        String prefix = "vllm:request_prompt_tokens_bucket{model_name=\"m\",engine=\"0\",le=\"";
        assertEquals(0, series.getOrDefault(prefix + "2.0\"}", Double.NaN));
        assertEquals(1, series.getOrDefault(prefix + "5.0\"}", Double.NaN));
        assertEquals(1, series.getOrDefault(prefix + "10000.0\"}", Double.NaN));
        assertEquals(1, series.getOrDefault(prefix + "+Inf\"}", Double.NaN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "nan", "stale"})
    void misbehavesOnDemandAndRecovers(String mode) {
        client.post("/v1/completions", "{\"model\":\"m\",\"prompt\":\"a\",\"max_tokens\":1}");
        assertEquals(
                200,
                client.post("/emulator/metrics", "{\"mode\":\"" + mode + "\"}").status());
        client.post("/v1/completions", "{\"model\":\"m\",\"prompt\":\"a\",\"max_tokens\":1}");

        String page = client.get("/metrics").body();
        switch (mode) {
            case "empty" -> assertEquals("", page);
            case "nan" -> assertTrue(page.contains("vllm:tokens_total" + LABELS + " NaN\n"), page);
            default -> {
                Matcher old = Pattern.compile("vllm:request_arrival_total\\{[^}]*} 1 (\\d{13})\n")
                        .matcher(page);
                assertTrue(old.find(), page);
                assertTrue(Long.parseLong(old.group(1)) <= System.currentTimeMillis());
            }
        }
        client.post("/emulator/metrics", "{\"mode\":\"normal\"}");
        assertEquals(2, client.metrics().get("vllm:request_arrival_total" + LABELS));
    }

    @Test
    void unknownModeIsRefused() {
        assertEquals(400, client.post("/emulator/metrics", "{\"mode\":\"odd\"}").status());
        assertEquals(400, client.post("/emulator/metrics", "nothing").status());
    }
}
