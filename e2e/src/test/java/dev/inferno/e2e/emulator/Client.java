package dev.inferno.e2e.emulator;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** What the tests ask of an emulator over real HTTP. */
final class Client implements AutoCloseable {

    record Answer(int status, String body) {

        JsonObject json() {
            return JsonParser.parseString(body).getAsJsonObject();
        }

        JsonObject error() {
            return json().getAsJsonObject("error");
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    Client(Emulator emulator) {
        this.url = emulator.url();
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).build());
    }

    Answer post(String path, String body) {
        return send(request(path, body));
    }

    CompletableFuture<Answer> postAsync(String path, String body) {
        return http.sendAsync(request(path, body), BodyHandlers.ofString())
                .thenApply(response -> new Answer(response.statusCode(), response.body()));
    }

    HttpResponse<InputStream> open(String path, String body) throws IOException, InterruptedException {
        return http.send(request(path, body), BodyHandlers.ofInputStream());
    }

    /** Every series of {@code /metrics}, from name with labels to value; fails on a line that is no sample. */
    Map<String, Double> metrics() {
        Map<String, Double> series = new TreeMap<>();
        for (String line : get("/metrics").body().lines().toList()) {
            if (line.startsWith("#")) {
                continue;
            }
            if (!line.matches("[a-z_:0-9]+\\{([a-z_]+=\"[^\"]*\",?)+} (NaN|[-+.0-9eE]+)( [0-9]+)?")) {
                throw new IllegalStateException("no sample: " + line);
            }
            int value = line.indexOf("} ") + 2;
            double number = Double.parseDouble(line.substring(value).replaceAll(" .*", ""));
            if (series.put(line.substring(0, value - 1), number) != null) {
                throw new IllegalStateException("twice: " + line);
            }
        }
        return series;
    }

    /** Sum over the series of a name whose labels contain {@code label}. */
    double sum(String name, String label) {
        return metrics().entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(name + "{") && entry.getKey().contains(label))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
