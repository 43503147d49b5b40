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
        Future<QueryAnswer> answer = threads.submit(() -> exchange(promql, atSeconds, timeout));
        try {
            return answer.get(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PrometheusException told) {
                throw told;
            }
            throw new PrometheusException(endpoint().queryUri() + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            listener.requested("timeout");
            throw new PrometheusException(
                    endpoint().queryUri() + " did not answer within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new PrometheusException(
                    "interrupted while asking " + endpoint().queryUri(), e);
        }
    }

    private QueryAnswer exchange(String promql, @Nullable Double atSeconds, Duration timeout)
            throws PrometheusException, InterruptedException {
        PrometheusEndpoint endpoint = endpoint();
        try {
            HttpRequest request = request(endpoint, promql, atSeconds, timeout);
            HttpResponse<java.io.InputStream> response =
                    http(endpoint).send(request, HttpResponse.BodyHandlers.ofInputStream());
            listener.requested(Integer.toString(response.statusCode()));
            return answer(endpoint, response);
        } catch (HttpTimeoutException e) {
            throw new PrometheusException(
                    endpoint.queryUri() + " did not answer within " + timeout.toMillis() + " ms", e);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            listener.requested("error");
            throw new PrometheusException(endpoint.queryUri() + ": " + described(e), e);
        }
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

    private static QueryAnswer answer(PrometheusEndpoint endpoint, HttpResponse<java.io.InputStream> response)
            throws PrometheusException {
        try (var body = new InputStreamReader(response.body(), StandardCharsets.UTF_8)) {
            QueryAnswer answer = AnswerParser.parse(body);
            answer.warnings().forEach(warning -> LOG.warning(() -> "Prometheus warns: " + warning));
            return answer;
        } catch (IOException e) {
            throw new PrometheusException(
                    endpoint.queryUri() + " answered HTTP " + response.statusCode() + ": " + e.getMessage()
                            + hint(response),
                    e);
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
