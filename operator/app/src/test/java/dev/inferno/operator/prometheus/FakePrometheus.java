package dev.inferno.operator.prometheus;

import com.google.gson.Gson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A real HTTP server that answers the reader's queries from hand-made samples, as Prometheus would write them. */
final class FakePrometheus implements AutoCloseable {

    static final double NOW = 1_700_000_000.0;
    static final String NONE = "";
    private static final Gson GSON = new Gson();

    private final HttpServer server;
    private final List<Map<String, Object>> raw = new ArrayList<>();
    private final List<Map<String, Object>> buckets = new ArrayList<>();
    private final List<Map<String, Object>> caches = new ArrayList<>();
    final List<String> queries = new CopyOnWriteArrayList<>();
    final Map<String, String> lastHeaders = new ConcurrentHashMap<>();
    volatile int status = 200;
    volatile String fixedBody = "";
    volatile boolean otherTenantsCarryNamespace;
    volatile long delayMillis;

    FakePrometheus() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/query", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    PrometheusClient client() {
        return new PrometheusClient(() -> PrometheusEndpoint.of(url()), code -> {});
    }

    /** Samples of one series; the last is {@code ageSeconds} old, the others 15 s apart before it; {@link #NONE} = no sample. */
    FakePrometheus series(String labels, double ageSeconds, String... values) {
        List<Object> samples = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (!values[i].equals(NONE)) {
                samples.add(List.of(NOW - ageSeconds - 15.0 * (values.length - 1 - i), values[i]));
            }
        }
        raw.add(Map.of("metric", labels(labels), "values", samples));
        return this;
    }

    /** A series of a pod of model m in namespace n, scraped five times, lastly 5 s ago. */
    FakePrometheus pod(String pod, String metric, String... values) {
        return series("__name__=" + metric + ",pod=" + pod + ",model_name=m,namespace=n", 5, values);
    }

    FakePrometheus bucket(String pod, String length, String le, double count) {
        buckets.add(Map.of(
                "metric",
                labels("pod=" + pod + ",length=" + length + ",le=" + le),
                "value",
                List.of(NOW, Double.toString(count))));
        return this;
    }

    FakePrometheus cache(String labels) {
        caches.add(Map.of("metric", labels(labels), "value", List.of(NOW, "1")));
        return this;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        for (String pair : text.split(",", -1)) {
            labels.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return labels;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.getRequestHeaders().forEach((name, values) -> lastHeaders.put(name, values.getFirst()));
        String query = form.substring("query=".length(), form.indexOf('&'));
        query = URLDecoder.decode(query, StandardCharsets.UTF_8);
        queries.add(query);
        if (delayMillis > 0) {
            try {
                Thread.sleep(delayMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] body = (fixedBody.isEmpty() ? body(query) : fixedBody).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String body(String query) {
        if (query.equals("time()")) {
            return success("scalar", List.of(NOW, Double.toString(NOW)));
        }
        if (query.startsWith("count by (namespace)")) {
            return success("vector", otherTenantsCarryNamespace ? List.of(oneValue()) : List.of());
        }
        if (query.startsWith("min by (namespace,pod,engine")) {
            return success("vector", caches);
        }
        if (query.startsWith("label_replace")) {
            return success("vector", buckets);
        }
        boolean gateway = query.contains("llm_d_epp_request_total");
        return success(
                "matrix", raw.stream().filter(s -> gateway == isGateway(s)).toList());
    }

    private static boolean isGateway(Map<String, Object> series) {
        return !String.valueOf(series.get("metric")).contains("__name__=vllm:");
    }

    private static Map<String, Object> oneValue() {
        return Map.of("metric", Map.of("namespace", "other"), "value", List.of(NOW, "1"));
    }

    private static String success(String type, Object result) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "success");
        answer.put("data", Map.of("resultType", type, "result", result));
        return GSON.toJson(answer);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
