package dev.inferno.e2e.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * What the servers of a whole fleet would count, without serving anything: an emulated server for each of a thousand pods
 * would take more than a machine has. Each Ready pod has vLLM's counters, which grow by its equal share of its model's
 * requests, 50 + 128 tokens each; Prometheus scrapes them all as one page.
 */
public final class CountedTraffic implements AutoCloseable {

    private static final int PROMPT_TOKENS = 50;
    private static final int ANSWER_TOKENS = 128;

    private final PodWatch pods;
    private final String namespace;
    private final Map<String, Double> perMinute = new ConcurrentHashMap<>();
    private final Map<String, Double> requestsByPod = new HashMap<>();
    private final HttpServer server;
    private final Path targetFile;
    private long countedAtNanos = System.nanoTime();

    CountedTraffic(PodWatch pods, String namespace, Path targets) {
        this.pods = pods;
        this.namespace = namespace;
        this.targetFile = targets.resolve("traffic-" + namespace + ".json");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/metrics", this::answer);
            server.start();
            String target = "[{\"targets\": [\"127.0.0.1:" + server.getAddress().getPort() + "\"]}]\n";
            Path draft = targetFile.resolveSibling(targetFile.getFileName() + ".tmp");
            Files.writeString(draft, target);
            Files.move(draft, targetFile, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whom it counts for. */
    public PodWatch pods() {
        return pods;
    }

    /** From now on so many requests per minute arrive at a model. */
    public void load(String model, double requestsPerMinute) {
        count();
        perMinute.put(model, requestsPerMinute);
    }

    private synchronized String count() {
        long now = System.nanoTime();
        double minutes = (now - countedAtNanos) / 60e9;
        countedAtNanos = now;
        Map<String, List<PodWatch.Seen>> byModel = pods.pods().stream()
                .filter(PodWatch.Seen::ready)
                .collect(Collectors.groupingBy(PodWatch.Seen::model, TreeMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder();
        byModel.forEach((model, ready) -> {
            double each = perMinute.getOrDefault(model, 0.0) * minutes / ready.size();
            ready.forEach(pod -> series(pod, requestsByPod.merge(pod.name(), each, Double::sum), page));
        });
        return page.toString();
    }

    private void series(PodWatch.Seen pod, double requests, StringBuilder page) {
        String labels =
                "{model_name=\"" + pod.model() + "\",namespace=\"" + namespace + "\",pod=\"" + pod.name() + "\"} ";
        line(page, "num_requests_running", labels, 0);
        line(page, "num_requests_waiting", labels, 0);
        line(page, "request_success_total", labels, requests);
        line(page, "request_prompt_tokens_count", labels, requests);
        line(page, "request_prompt_tokens_sum", labels, requests * PROMPT_TOKENS);
        line(page, "request_generation_tokens_count", labels, requests);
        line(page, "request_generation_tokens_sum", labels, requests * ANSWER_TOKENS);
    }

    private static void line(StringBuilder page, String name, String labels, double value) {
        page.append("vllm:").append(name).append(labels).append(value).append('\n');
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] page = count().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length == 0 ? -1 : page.length);
        try (var out = exchange.getResponseBody()) {
            out.write(page);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        pods.close();
        try {
            Files.deleteIfExists(targetFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
