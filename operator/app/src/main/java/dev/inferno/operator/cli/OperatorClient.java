package dev.inferno.operator.cli;

import dev.inferno.operator.tls.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Asks a running operator for what it remembers. */
final class OperatorClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String url;
    private final String token;
    private final @Nullable Path ca;
    private final boolean insecure;

    /**
     * Flags win over the environment variables {@code INFERNO_OPERATOR_URL} and {@code INFERNO_OPERATOR_TOKEN}. A token is
     * no flag: command lines are seen by every user of the machine.
     */
    OperatorClient(Arguments arguments, Map<String, String> environment) {
        this.url = arguments.flag("operator").orElse(environment.getOrDefault("INFERNO_OPERATOR_URL", ""));
        if (url.isEmpty()) {
            throw new UsageError(
                    "flag --operator is missing; it is the operator's address, such as http://127.0.0.1:8080"
                            + " (kubectl port-forward deployment/inferno-autoscaler-controller-manager 8080)");
        }
        this.token = arguments
                .flag("operator-token-file")
                .map(OperatorClient::read)
                .orElse(environment.getOrDefault("INFERNO_OPERATOR_TOKEN", ""));
        this.ca = arguments.flag("operator-ca").map(Path::of).orElse(null);
        this.insecure = Boolean.parseBoolean(arguments.flag("insecure").orElse("false"));
    }

    /** @throws Unreachable when the operator does not answer with 200 */
    String get(String path) throws Unreachable {
        try (HttpClient http = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .sslContext(tls())
                .build()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new Unreachable(url + path + " answers " + response.statusCode() + ": "
                        + response.body().strip() + hint(response.statusCode()));
            }
            return response.body();
        } catch (SSLException e) {
            throw new Unreachable("the certificate of " + url + " is not accepted (" + e.getMessage()
                    + "); give its authority with --operator-ca FILE, or --insecure if it is self-signed");
        } catch (IOException | IllegalArgumentException e) {
            throw new Unreachable("no operator answers at " + url + " (" + e
                    + "); is it running, is the address right (https with METRICS_SECURE)?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted while asking " + url);
        }
    }

    private SSLContext tls() {
        try {
            return Trust.context(null, ca, insecure);
        } catch (IOException | GeneralSecurityException e) {
            throw new UsageError("--operator-ca " + ca + " cannot be used: " + e.getMessage());
        }
    }

    private static String hint(int status) {
        return switch (status) {
            case 401 -> " (--operator-token-file FILE or INFERNO_OPERATOR_TOKEN; kubectl create token SERVICEACCOUNT)";
            default -> "";
        };
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UsageError("--operator-token-file " + file + " cannot be read: " + e);
        }
    }
}
