package dev.inferno.operator.prometheus;

import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the HTTP API of Prometheus (or Thanos, Mimir, VictoriaMetrics) instant queries. The endpoint is asked for at every
 * request, so a changed address, certificate or token counts at once. Thread-safe; one request per calling thread.
 */
public final class PrometheusClient implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PrometheusClient.class.getName());

    private final Supplier<PrometheusEndpoint> endpoints;
    private final RequestListener listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable Connection current;

    public PrometheusClient(Supplier<PrometheusEndpoint> endpoints, RequestListener listener) {
        this.endpoints = endpoints;
        this.listener = listener;
    }

    /** @throws PrometheusException when the configuration describes no endpoint: that too must not end a cycle */
    PrometheusEndpoint endpoint() throws PrometheusException {
        try {
            return endpoints.get();
        } catch (IllegalArgumentException e) {
            throw new PrometheusException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    /** Prometheus' own clock, in Unix seconds: ages are judged by it, not by ours. */
    double time(Duration timeout) throws PrometheusException {
        QueryAnswer answer = query("time()", null, timeout);
        if (answer.series().size() != 1 || answer.series().getFirst().samples().size() != 1) {
            throw new PrometheusException(endpoint().queryUri()
                    + " does not answer time() with one number; is this address" + " that of a Prometheus?");
        }
        return answer.series().getFirst().samples().getFirst().value();
    }

    /** @param atSeconds evaluation time; null = now */
    QueryAnswer query(String promql, @Nullable Double atSeconds, Duration timeout) throws PrometheusException {
        Reply reply = reply(promql, atSeconds, timeout);
        listener.requested(reply.code());
        return switch (reply) {
            case Reply.Answered answered -> answered.answer();
            case Reply.Failed failed -> throw failed.reason();
        };
    }

    /**
     * What one query came to. Only the caller of {@link #exchange} tells the listener of it: a thread that goes on after it
     * was given up cannot add a second code.
     */
    private sealed interface Reply {

        /** What the listener is told. */
        String code();

        record Answered(String code, QueryAnswer answer) implements Reply {}

        record Failed(String code, PrometheusException reason) implements Reply {}
    }

    private Reply reply(String promql, @Nullable Double atSeconds, Duration timeout) throws PrometheusException {
        PrometheusEndpoint endpoint = endpoint();
        Future<Reply> reply = threads.submit(() -> exchange(endpoint, promql, atSeconds, timeout));
        try {
            return reply.get(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return failed("error", endpoint, ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            reply.cancel(true);
            return late(endpoint, timeout, e);
        } catch (InterruptedException e) {
            reply.cancel(true);
            Thread.currentThread().interrupt();
            return failed("error", endpoint, ": interrupted while asking", e);
        }
    }

    private Reply exchange(PrometheusEndpoint endpoint, String promql, @Nullable Double atSeconds, Duration timeout)
            throws InterruptedException {
        try {
            HttpRequest request = request(endpoint, promql, atSeconds, timeout);
            HttpResponse<java.io.InputStream> response =
                    http(endpoint).send(request, HttpResponse.BodyHandlers.ofInputStream());
            return answer(endpoint, response);
        } catch (HttpTimeoutException e) {
            return late(endpoint, timeout, e);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return failed("error", endpoint, ": " + described(e), e);
        }
    }

    private static Reply late(PrometheusEndpoint endpoint, Duration timeout, Exception cause) {
        return failed("timeout", endpoint, " did not answer within " + timeout.toMillis() + " ms", cause);
    }

    private static Reply failed(String code, PrometheusEndpoint endpoint, String what, Exception cause) {
        return new Reply.Failed(code, new PrometheusException(endpoint.queryUri() + what, cause));
    }

    private static HttpRequest request(
            PrometheusEndpoint endpoint, String promql, @Nullable Double atSeconds, Duration timeout)
            throws IOException {
        String form = "query=" + encoded(promql) + "&timeout=" + encoded(timeout.toMillis() + "ms")
                + (atSeconds == null
                        ? ""
                        : "&time=" + encoded(String.format(java.util.Locale.ROOT, "%.3f", atSeconds)));
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.queryUri())
                .timeout(timeout.plusSeconds(1))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        String token = BearerToken.of(endpoint);
        return (token.isEmpty() ? request : request.header("Authorization", "Bearer " + token)).build();
    }

    private static Reply answer(PrometheusEndpoint endpoint, HttpResponse<java.io.InputStream> response) {
        String status = Integer.toString(response.statusCode());
        try (var body = new InputStreamReader(response.body(), StandardCharsets.UTF_8)) {
            QueryAnswer answer = AnswerParser.parse(body);
            answer.warnings().forEach(warning -> LOG.warning(() -> "Prometheus warns: " + warning));
            return new Reply.Answered(status, answer);
        } catch (IOException e) {
            return failed(status, endpoint, " answered HTTP " + status + ": " + e.getMessage() + hint(response), e);
        }
    }

    private static String hint(HttpResponse<?> response) {
        return switch (response.statusCode()) {
            case 401, 403 -> "; check PROMETHEUS_BEARER_TOKEN, PROMETHEUS_TOKEN_PATH or the client certificate";
            case 404 -> "; check the path in PROMETHEUS_BASE_URL";
            default -> "";
        };
    }

    private static String described(Exception e) {
        String message = e.getMessage() == null ? "" : ": " + e.getMessage();
        return e.getClass().getSimpleName() + message;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private synchronized HttpClient http(PrometheusEndpoint endpoint) throws IOException, GeneralSecurityException {
        Connection connection = current;
        if (connection == null || !connection.serves(endpoint)) {
            if (connection != null) {
                connection.http().shutdown();
            }
            connection = Connection.to(endpoint);
            current = connection;
        }
        return connection.http();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        synchronized (this) {
            if (current != null) {
                current.http().shutdownNow();
            }
        }
    }
}
