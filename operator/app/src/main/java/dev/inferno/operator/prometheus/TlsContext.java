package dev.inferno.operator.prometheus;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** What an endpoint trusts and shows, as the JDK wants it. */
final class TlsContext {

    private static final char[] NO_PASSWORD = new char[0];

    private TlsContext() {}

    static SSLContext of(PrometheusEndpoint endpoint) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(endpoint), trust(endpoint), null);
        return endpoint.serverName() == null ? context : ServerNameContext.over(context, endpoint.serverName());
    }

    private static TrustManager @Nullable [] trust(PrometheusEndpoint endpoint)
            throws IOException, GeneralSecurityException {
        if (endpoint.insecureSkipVerify()) {
            return new TrustManager[] {new TrustAnyone()};
        }
        if (endpoint.caFile() == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates(endpoint.caFile())) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keys(PrometheusEndpoint endpoint)
            throws IOException, GeneralSecurityException {
        if (endpoint.clientKeyFile() == null || endpoint.clientCertFile() == null) {
            return null;
        }
        Resource pem = Resource.create(endpoint.clientKeyFile());
        PrivateKey key = Keys.builder()
                .pem(source -> source.key(pem))
                .build()
                .privateKey()
                .orElseThrow(() -> new IOException(endpoint.clientKeyFile() + " holds no private key in PEM form"));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry(
                "client",
                key,
                NO_PASSWORD,
                certificates(endpoint.clientCertFile()).toArray(new X509Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static java.util.List<X509Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new IOException(file + " holds no certificate in PEM form");
            }
            return found;
        }
    }
}
