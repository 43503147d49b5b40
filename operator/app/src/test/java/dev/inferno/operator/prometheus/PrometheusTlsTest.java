package dev.inferno.operator.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS against a real server whose certificate is for {@code prometheus.test} and which demands a client certificate. */
class PrometheusTlsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static HttpsServer server;
    private static Path certificate;
    private static Path key;

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=prometheus.test",
                        "-ext",
                        "SAN=dns:prometheus.test",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        certificate =
                pem("server.crt", "CERTIFICATE", keys.getCertificate("server").getEncoded());
        key = pem("server.key", "PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
        server = listening(keys);
    }

    private static HttpsServer listening(KeyStore keys) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore clients = KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        clients.setCertificateEntry("client", keys.getCertificate("server"));
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(clients);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters demanding = context.getDefaultSSLParameters();
                demanding.setNeedClientAuth(true);
                parameters.setSSLParameters(demanding);
            }
        });
        https.createContext("/", exchange -> {
            byte[] body = "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[7,\"7\"]}}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        https.start();
        return https;
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static Path pem(String file, String kind, byte[] content) throws IOException {
        String body =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8)).encodeToString(content);
        return Files.writeString(
                folder.resolve(file), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    private static double ask(@Nullable Path ca, @Nullable String serverName, boolean insecure, boolean withKey)
            throws PrometheusException {
        PrometheusEndpoint endpoint = new PrometheusEndpoint(
                URI.create("https://127.0.0.1:" + server.getAddress().getPort()),
                null,
                null,
                ca,
                withKey ? certificate : null,
                withKey ? key : null,
                serverName,
                insecure,
                LIMIT);
        try (PrometheusClient client = new PrometheusClient(() -> endpoint, code -> {})) {
            return client.time(LIMIT);
        }
    }

    @Test
    void ownAuthorityServerNameAndClientCertificateAreUsed() throws Exception {
        assertEquals(7, ask(certificate, "prometheus.test", false, true));
    }

    @Test
    void certificateOfAnotherNameIsRefused() {
        var refused = assertThrows(PrometheusException.class, () -> ask(certificate, null, false, true));
        assertTrue(String.valueOf(refused.getMessage()).contains("https://127.0.0.1"));
        assertThrows(PrometheusException.class, () -> ask(certificate, "other.test", false, true));
    }

    @Test
    void unknownAuthorityIsRefusedUnlessVerificationIsSwitchedOff() throws Exception {
        assertThrows(PrometheusException.class, () -> ask(null, "prometheus.test", false, true));
        assertEquals(7, ask(null, null, true, true));
    }

    @Test
    void serverThatDemandsAClientCertificateRefusesWithout() {
        assertThrows(PrometheusException.class, () -> ask(certificate, "prometheus.test", false, false));
    }
}
