package dev.inferno.e2e.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiApiTest {

    private final Emulator emulator = Emulator.start(
            "--model",
            "m",
            "--port",
            "0",
            "--law",
            "base=1",
            "--max-num-seqs",
            "1",
            "--max-queue",
            "1",
            "--default-max-tokens",
            "3",
            "--max-model-len",
            "100000");
    private final Client client = new Client(emulator);

    @AfterEach
    void stop() {
        client.close();
        emulator.close();
    }

    @Test
    void chatAnswersWithMessageAndUsage() {
        Client.Answer answer = client.post("/v1/chat/completions", """
                {"model": "m", "max_tokens": 4, "messages": [
                  {"role": "system", "content": "be brief"},
                  {"role": "user", "content": [{"type": "text", "text": "one two three"}]}]}""");

        assertEquals(200, answer.status());
        JsonObject json = answer.json();
        JsonObject choice = json.getAsJsonArray("choices").get(0).getAsJsonObject();
        JsonObject message = choice.getAsJsonObject("message");
        assertEquals("chat.completion", json.get("object").getAsString());
        assertEquals("m", json.get("model").getAsString());
        assertEquals("assistant", message.get("role").getAsString());
        assertEquals(4, message.get("content").getAsString().split(" ", -1).length);
        assertEquals("length", choice.get("finish_reason").getAsString());
        assertEquals(
                JsonParser.parseString("{\"prompt_tokens\":5,\"completion_tokens\":4,\"total_tokens\":9}"),
                json.get("usage"));
    }

    @Test
    void completionWithoutMaxTokensEndsByItself() {
        JsonObject json = client.post("/v1/completions", "{\"model\": \"m\", \"prompt\": \"a b\"}")
                .json();

        JsonObject choice = json.getAsJsonArray("choices").get(0).getAsJsonObject();
        assertEquals("text_completion", json.get("object").getAsString());
        assertEquals("the fire keeps", choice.get("text").getAsString());
        assertEquals("stop", choice.get("finish_reason").getAsString());
        assertEquals(3, json.getAsJsonObject("usage").get("completion_tokens").getAsInt());
    }

    @Test
    void streamGivesTokensInOrderThenUsageThenDone() {
        String body = client.post("/v1/chat/completions", """
                        {"model": "m", "stream": true, "stream_options": {"include_usage": true}, "max_tokens": 5,
                         "messages": [{"role": "user", "content": "hi"}]}""").body();

        List<String> events = body.lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring("data: ".length()))
                .toList();
        assertEquals(7, events.size());
        assertEquals("[DONE]", events.getLast());
        List<JsonObject> chunks = new ArrayList<>();
        events.subList(0, 6)
                .forEach(event -> chunks.add(JsonParser.parseString(event).getAsJsonObject()));
        String text = chunks.subList(0, 5).stream()
                .map(chunk ->
                        choice(chunk).getAsJsonObject("delta").get("content").getAsString())
                .collect(Collectors.joining());
        assertEquals("the fire keeps burning through", text);
        assertTrue(choice(chunks.get(3)).get("finish_reason").isJsonNull());
        assertEquals("length", choice(chunks.get(4)).get("finish_reason").getAsString());
        assertEquals(
                6, chunks.get(5).getAsJsonObject("usage").get("total_tokens").getAsInt());
    }

    @Test
    void streamedTokensArriveOneByOne() throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.open(
                "/v1/completions", "{\"model\":\"m\",\"prompt\":\"x\",\"stream\":true,\"max_tokens\":60000}");

        try (InputStream in = response.body()) {
            String first = new String(in.readNBytes(200), StandardCharsets.UTF_8);
            assertTrue(first.startsWith("data: {"), first);
            assertEquals(1, client.sum("vllm:num_requests_running", ""));
        }
    }

    @Test
    void listsItsModel() {
        JsonArray models = client.get("/v1/models").json().getAsJsonArray("data");

        assertEquals(1, models.size());
        assertEquals("m", models.get(0).getAsJsonObject().get("id").getAsString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            bad JSON              | {"model"                                     | 400 |
            no object             | []                                           | 400 |
            missing model         | {"prompt": "x"}                              | 400 | model
            missing prompt        | {"model": "m"}                               | 400 | prompt
            negative max_tokens   | {"model":"m","prompt":"x","max_tokens":-1}   | 400 | max_tokens
            fractional max_tokens | {"model":"m","prompt":"x","max_tokens":1.5}  | 400 | max_tokens
            beyond the context    | {"model":"m","prompt":"x","max_tokens":99999999} | 400 | max_tokens
            stream is no boolean  | {"model":"m","prompt":"x","stream":"yes"}    | 400 | stream
            unknown model         | {"model":"z","prompt":"x"}                   | 404 | model
            """)
    void refusesInOpenAisShape(String what, String body, int status, String param) {
        Client.Answer answer = client.post("/v1/completions", body);

        assertEquals(status, answer.status(), what);
        assertEquals("invalid_request_error", answer.error().get("type").getAsString());
        assertTrue(answer.error().has("message") && answer.error().has("code"));
        assertEquals(
                param,
                answer.error().get("param").isJsonNull()
                        ? null
                        : answer.error().get("param").getAsString());
    }

    @Test
    void fullQueueIs429() {
        String endless = "{\"model\":\"m\",\"prompt\":\"x\",\"max_tokens\":90000}";
        var running = client.postAsync("/v1/completions", endless);
        Await.until("one runs", () -> client.sum("vllm:num_requests_running", "") == 1);
        var waiting = client.postAsync("/v1/completions", endless);
        Await.until("one waits", () -> client.sum("vllm:num_requests_waiting", "") == 1);

        Client.Answer refused = client.post("/v1/completions", endless);

        assertEquals(429, refused.status());
        assertEquals("rate_limit_exceeded", refused.error().get("code").getAsString());
        assertEquals(2, client.sum("vllm:request_arrival_total", ""));
        assertEquals(1, client.sum("vllm:admission_rejections_total", ""));
        assertTrue(!running.isDone() && !waiting.isDone());
    }

    @ParameterizedTest(name = "stream {0}")
    @CsvSource({"true", "false"})
    void clientThatHangsUpCancelsItsRequest(boolean stream) {
        String endless = "{\"model\":\"m\",\"prompt\":\"x\",\"max_tokens\":90000,\"stream\":" + stream + "}";
        try (Client leaving = new Client(emulator)) {
            var ignored = leaving.postAsync("/v1/completions", endless);
            Await.until("it runs", () -> client.sum("vllm:num_requests_running", "") == 1);
            assertTrue(!ignored.isDone());
        }

        Await.until("nothing runs", () -> client.sum("vllm:num_requests_running", "") == 0);
        assertEquals(1, client.sum("vllm:request_success_total", "finished_reason=\"abort\""));
    }

    private static JsonObject choice(JsonObject chunk) {
        return chunk.getAsJsonArray("choices").get(0).getAsJsonObject();
    }
}
