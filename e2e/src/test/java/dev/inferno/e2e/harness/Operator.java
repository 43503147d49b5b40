package dev.inferno.e2e.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** The operator's process, as a cluster would run it, with intervals shortened for tests. */
public final class Operator implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Pattern LISTENING = Pattern.compile("listening on (http://127\\.0\\.0\\.1:\\d+)");

    private static final Pattern LEADING = Pattern.compile("(Leading as) ");

    private final Background process;
    private final HttpClient http = HttpClient.newHttpClient();

    private Operator(Background process) {
        this.process = process;
    }

    static Operator start(World world, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(world.environment());
        environment.putAll(Map.of(
                "KUBECONFIG", world.operatorKubeconfig().toString(),
                "POD_NAMESPACE", World.SYSTEM,
                "GLOBAL_OPT_INTERVAL", "2s",
                "INFERNO_METRICS_MIN_WINDOW", "20s",
                "INFERNO_SCALE_DOWN_STABILIZATION", "6s",
                "PROMETHEUS_METRICS_CACHE_FRESH_THRESHOLD", "5s",
                "PROMETHEUS_METRICS_CACHE_STALE_THRESHOLD", "10s",
                "METRICS_BIND_ADDRESS", "127.0.0.1:0",
                "HEALTH_PROBE_BIND_ADDRESS", "127.0.0.1:0"));
        environment.putAll(settings);
        List<String> command = new ArrayList<>(Checkout.java("operator/app", "dev.inferno.operator.Main"));
        command.add("run");
        String name = "operator-" + COUNT.incrementAndGet();
        return new Operator(Background.start(name, world.log(name), environment, command));
    }

    void awaitReady() {
        String url = url();
        Await.until(
                "the operator is ready at " + url,
                Duration.ofSeconds(60),
                () -> status("/health/ready") == 200,
                this::log);
    }

    /** Base address of metrics, health and debug. */
    public String url() {
        return process.awaitLog(LISTENING, Duration.ofSeconds(60));
    }

    public int status(String path) {
        return get(path).statusCode();
    }

    public String body(String path) {
        return get(path).body();
    }

    private HttpResponse<String> get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("GET " + path + ": " + e + "\n" + log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    public String log() {
        return process.log();
    }

    public boolean running() {
        return process.running();
    }

    public long pid() {
        return process.pid();
    }

    /** Only after it has ended. */
    public int exitCode() {
        return process.exitCode();
    }

    /** Waits until it leads. */
    public void awaitLeading() {
        process.awaitLog(LEADING, Duration.ofSeconds(60));
    }

    /** A signal such as {@code STOP} or {@code CONT}. */
    public void signal(String signal) {
        List<String> command = List.of("kill", "-" + signal, Long.toString(pid()));
        Shell.run(Checkout.ROOT, Map.of(), "", command).orFail(command);
    }

    @Override
    public void close() {
        end(false);
    }

    void end(boolean crash) {
        if (crash) {
            process.kill();
        } else {
            process.close();
        }
    }
}
