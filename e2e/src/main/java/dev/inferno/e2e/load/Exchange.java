package dev.inferno.e2e.load;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.ExecutorService;

/** Sends one request and times its answer. Thread-safety: safe. */
final class Exchange implements AutoCloseable {

    private final LoadOptions options;
    private final HttpClient client;
    private final HttpRequest request;

    Exchange(LoadOptions options, ExecutorService threads) {
        this.options = options;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build();
        this.request = HttpRequest.newBuilder(options.endpoint())
                .timeout(options.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body(options)))
                .build();
    }

    /** Runs on the calling (virtual) thread until the answer ends. */
    Outcome run(long dueNanos) throws InterruptedException {
        long sent = System.nanoTime();
        double startError = (sent - dueNanos) / 1e6;
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    body.readAllBytes();
                    return Outcome.failed(Integer.toString(response.statusCode()), startError);
                }
                return options.stream() ? streamed(body, sent, startError) : whole(body, sent, startError);
            }
        } catch (HttpTimeoutException e) {
            return Outcome.failed("timeout", startError);
        } catch (IOException e) {
            return Outcome.failed("connection", startError);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static Outcome whole(InputStream body, long sent, double startError) throws IOException {
        String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        double total = millisSince(sent);
        try {
            JsonObject answer = JsonParser.parseString(text).getAsJsonObject();
            int tokens =
                    answer.getAsJsonObject("usage").get("completion_tokens").getAsInt();
            return Outcome.whole(startError, total, tokens);
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            return Outcome.failed("broken", startError);
        }
    }

    private static Outcome streamed(InputStream body, long sent, double startError) throws IOException {
        double[] times = new double[64];
        int tokens = 0;
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("data: [DONE]")) {
                body.readAllBytes();
                return streamed(Arrays.copyOf(times, tokens), startError);
            }
            if (line.startsWith("data: {\"error\"")) {
                break;
            }
            if (line.startsWith("data: ")) {
                times = tokens == times.length ? Arrays.copyOf(times, 2 * tokens) : times;
                times[tokens++] = millisSince(sent);
            }
        }
        return Outcome.failed("broken", startError);
    }

    private static Outcome streamed(double[] times, double startError) {
        if (times.length == 0) {
            return Outcome.failed("broken", startError);
        }
        float[] gaps = new float[times.length - 1];
        for (int i = 1; i < times.length; i++) {
            gaps[i - 1] = (float) (times[i] - times[i - 1]);
        }
        return new Outcome("200", startError, times[0], gaps, times[times.length - 1], times.length);
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    private static String body(LoadOptions options) {
        String prompt = String.join(" ", Collections.nCopies(options.promptTokens(), "ring"));
        JsonObject body = new JsonObject();
        body.addProperty("model", options.model());
        if (options.chat()) {
            JsonObject message = new JsonObject();
            message.addProperty("role", "user");
            message.addProperty("content", prompt);
            JsonArray messages = new JsonArray();
            messages.add(message);
            body.add("messages", messages);
        } else {
            body.addProperty("prompt", prompt);
        }
        if (options.maxTokens() != null) {
            body.addProperty("max_tokens", options.maxTokens());
        }
        if (options.stream()) {
            body.addProperty("stream", true);
        }
        return body.toString();
    }
}
