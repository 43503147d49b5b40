package dev.inferno.operator.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Which servers a client believes. Thread-safety: stateless. */
public final class Trust {

    private Trust() {}

    /**
     * A client's TLS.
     *
     * @param keys what the client shows of itself; null = nothing
     * @param caFile PEM bundle trusted instead of the JDK's; null = the JDK's
     * @param insecure accept any certificate; wins over {@code caFile}
     */
    public static SSLContext context(KeyManager @Nullable [] keys, @Nullable Path caFile, boolean insecure)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, managers(caFile, insecure), null);
        return context;
    }

    private static TrustManager @Nullable [] managers(@Nullable Path caFile, boolean insecure)
            throws IOException, GeneralSecurityException {
        if (insecure) {
            return new TrustManager[] {new TrustAnyone()};
        }
        if (caFile == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : PemFile.read(caFile).certificates()) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
