package dev.inferno.operator.prometheus;

import dev.inferno.operator.tls.Identity;
import dev.inferno.operator.tls.Trust;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What an endpoint trusts and shows, as the JDK wants it. */
final class TlsContext {

    private TlsContext() {}

    static SSLContext of(PrometheusEndpoint endpoint) throws IOException, GeneralSecurityException {
        SSLContext context = Trust.context(keys(endpoint), endpoint.caFile(), endpoint.insecureSkipVerify());
        return endpoint.serverName() == null ? context : ServerNameContext.over(context, endpoint.serverName());
    }

    private static KeyManager @Nullable [] keys(PrometheusEndpoint endpoint)
            throws IOException, GeneralSecurityException {
        return endpoint.clientKeyFile() == null || endpoint.clientCertFile() == null
                ? null
                : Identity.of(endpoint.clientCertFile(), endpoint.clientKeyFile())
                        .keyManagers();
    }
}
