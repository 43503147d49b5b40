package dev.inferno.operator.prometheus;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where Prometheus is and how to talk to it.
 *
 * @param url base address; {@code /api/v1/query} is appended to its path
 * @param bearerToken sent as is, wins over {@code tokenFile}; null = none
 * @param tokenFile read again for every request; null = none
 * @param caFile PEM bundle trusted instead of the JDK's; null = the JDK's
 * @param clientCertFile PEM chain of the client; only together with {@code clientKeyFile}
 * @param serverName name the server's certificate must carry; null = the host of the address
 * @param insecureSkipVerify accept any certificate
 * @param timeout longest wait for one cycle's answers
 */
public record PrometheusEndpoint(
        URI url,
        @Nullable String bearerToken,
        @Nullable Path tokenFile,
        @Nullable Path caFile,
        @Nullable Path clientCertFile,
        @Nullable Path clientKeyFile,
        @Nullable String serverName,
        boolean insecureSkipVerify,
        Duration timeout) {

    /** Longest answer time unless configured otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public PrometheusEndpoint {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("Prometheus address '" + url
                    + "' is not an http or https URL; write it like http://prometheus.monitoring:9090");
        }
        if ((clientCertFile == null) != (clientKeyFile == null)) {
            throw new IllegalArgumentException(
                    "a client certificate for Prometheus needs its key and the other way round: certificate "
                            + clientCertFile + ", key " + clientKeyFile
                            + "; set both PROMETHEUS_CLIENT_CERT_PATH and PROMETHEUS_CLIENT_KEY_PATH");
        }
    }

    /** Plain access without credentials. */
    public static PrometheusEndpoint of(URI url) {
        return new PrometheusEndpoint(url, null, null, null, null, null, null, false, DEFAULT_TIMEOUT);
    }

    /** Address of the instant query API. */
    URI queryUri() {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v1/query");
    }

    /** Keeps secrets out of logs. */
    @Override
    public String toString() {
        return url + (bearerToken == null ? "" : " (bearer token)") + (tokenFile == null ? "" : " (" + tokenFile + ")");
    }
}
