package dev.inferno.operator.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a running operator for what it remembers. */
final class OperatorClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String url;

    /** @param arguments flag {@code --operator}, else the environment variable INFERNO_OPERATOR_URL */
    OperatorClient(Arguments arguments, String fromEnvironment) {
        this.url = arguments.flag("operator").orElse(fromEnvironment);
        if (url.isEmpty()) {
            throw new UsageError(
                    "flag --operator is missing; it is the operator's address, such as http://127.0.0.1:8080"
                            + " (kubectl port-forward deployment/inferno-autoscaler-controller-manager 8080)");
        }
    }

    /** @throws Unreachable when the operator does not answer with 200 */
    String get(String path) throws Unreachable {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(TIMEOUT)
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new Unreachable(url + path + " answers " + response.statusCode() + ": "
                        + response.body().strip());
            }
            return response.body();
        } catch (IOException | IllegalArgumentException e) {
            throw new Unreachable(
                    "no operator answers at " + url + " (" + e + "); is it running, is the address right?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted while asking " + url);
        }
    }
}
