package dev.inferno.operator.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Prometheus.
 *
 * @param baseUrl null = not configured: nothing can be observed
 * @param bearerToken wins over {@code tokenPath}
 */
public record PrometheusSettings(
        @Nullable URI baseUrl,
        @Nullable String bearerToken,
        @Nullable String tokenPath,
        boolean insecureSkipVerify,
        @Nullable String caCertPath,
        @Nullable String clientCertPath,
        @Nullable String clientKeyPath,
        @Nullable String serverName) {

    static PrometheusSettings of(Values values) {
        return new PrometheusSettings(
                values.find(Keys.PROMETHEUS_BASE_URL),
                values.find(Keys.PROMETHEUS_BEARER_TOKEN),
                values.find(Keys.PROMETHEUS_TOKEN_PATH),
                values.get(Keys.PROMETHEUS_SKIP_VERIFY),
                values.find(Keys.PROMETHEUS_CA_CERT_PATH),
                values.find(Keys.PROMETHEUS_CLIENT_CERT_PATH),
                values.find(Keys.PROMETHEUS_CLIENT_KEY_PATH),
                values.find(Keys.PROMETHEUS_SERVER_NAME));
    }

    /** Without the token, and without a password in the URL. */
    @Override
    public String toString() {
        String host =
                baseUrl == null ? "unset" : baseUrl.getScheme() + "://" + baseUrl.getHost() + ":" + baseUrl.getPort();
        return "PrometheusSettings[" + host + ", token=" + (bearerToken == null ? "unset" : "set") + "]";
    }
}
