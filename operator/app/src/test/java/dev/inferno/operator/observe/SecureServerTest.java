package dev.inferno.operator.observe;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.cycle.CallerCheck;
import dev.inferno.operator.tls.IdentityFiles;
import dev.inferno.operator.tls.TestIdentity;
import dev.inferno.operator.tls.Trust;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Real TLS; only the API server's verdicts are made up. */
@ResourceLock("metrics")
class SecureServerTest {

    private static final BindAddress FREE = new BindAddress("127.0.0.1", 0);

    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CallerCheck callers = (token, path) -> {
        asked.add(token + " " + path);
        return switch (token) {
            case "reader" ->
                path.equals("/metrics") ? new CallerCheck.Verdict.Allowed() : new CallerCheck.Verdict.Refused("sa:r");
            case "admin" -> new CallerCheck.Verdict.Allowed();
            case "offline" -> new CallerCheck.Verdict.Unavailable("connection refused");
            default -> new CallerCheck.Verdict.Unknown("token has expired");
        };
    };
    private ObserveServer server;

    @BeforeEach
    void start() throws IOException {
        TestIdentity.write(TestIdentity.named("localhost"), folder);
        server = started(Security.ofFiles(certificate(), folder.resolve("tls.key"), callers));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static ObserveServer started(Security security) {
        var health = new HealthState(Clock.systemUTC(), () -> Duration.ofSeconds(60));
        return ObserveServer.start(FREE, FREE, false, new DecisionLog(), health, security);
    }

    private Path certificate() {
        return folder.resolve("tls.crt");
    }

    private HttpResponse<String> get(String path, String authorization) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(Trust.context(null, certificate(), false))
                .build()) {
            var request = HttpRequest.newBuilder(URI.create(server.url().replace("127.0.0.1", "localhost") + path));
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void whoMayReadReads() throws Exception {
        assertTrue(server.url().startsWith("https://"), server.url());
        assertEquals(200, get("/metrics", "Bearer reader").statusCode());
        assertEquals(200, get("/metrics", "bearer reader").statusCode());
        assertEquals(200, get("/debug/decisions", "Bearer admin").statusCode());
    }

    @Test
    void nobodyIsToldToSendAToken() throws Exception {
        for (String authorization : List.of("", "Basic cmVhZGVyOg==", "Bearer ", "Bearer stale")) {
            var refused = get("/metrics", authorization);
            assertEquals(401, refused.statusCode(), authorization);
            assertEquals(
                    "Bearer", refused.headers().firstValue("WWW-Authenticate").orElse(""));
            assertTrue(refused.body().contains("Authorization: Bearer TOKEN"), refused.body());
        }
        assertTrue(get("/metrics", "Bearer stale").body().contains("token has expired"));
    }

    @Test
    void whoMayNotReadIsToldWhatIsMissing() throws Exception {
        for (String path :
                List.of("/debug/decisions", "/debug/explain/team-a/a", "/nowhere", "/healthz/", "/metrics/")) {
            var refused = get(path, "Bearer reader");
            assertEquals(403, refused.statusCode(), path);
            assertTrue(refused.body().startsWith("sa:r may not get " + path), refused.body());
        }
    }

    @Test
    void nothingIsShownWhileNobodyCanBeAsked() throws Exception {
        var refused = get("/metrics", "Bearer offline");

        assertEquals(503, refused.statusCode());
        assertTrue(refused.body().contains("connection refused"), refused.body());
    }

    @Test
    void probesNeedNoTokenAndTheirOwnAddressStaysPlain() throws Exception {
        assertEquals(200, get("/health/live", "").statusCode());
        assertTrue(server.healthUrl().startsWith("http://"), server.healthUrl());
        assertEquals(200, Http.get(server.healthUrl() + "/healthz").statusCode());
        assertEquals(404, Http.get(server.healthUrl() + "/metrics").statusCode());
        assertEquals(List.of(), asked);
    }

    @Test
    void plainHttpIsNotAnswered() {
        assertThrows(IOException.class, () -> Http.get(server.url().replace("https", "http") + "/metrics"));
    }

    @Test
    void verdictsAreRemembered() throws Exception {
        get("/metrics", "Bearer reader");
        get("/metrics", "Bearer reader");
        get("/metrics", "Bearer offline");
        get("/metrics", "Bearer offline");

        assertEquals(List.of("reader /metrics", "offline /metrics", "offline /metrics"), asked);
    }

    @Test
    void withoutFilesTheCertificateIsSelfSigned() throws Exception {
        server.close();
        server = started(Security.selfSigned(callers));
        assertThrows(SSLHandshakeException.class, () -> get("/metrics", "Bearer reader"));

        try (HttpClient trusting = HttpClient.newBuilder()
                .sslContext(Trust.context(null, null, true))
                .build()) {
            var request = HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
                    .header("Authorization", "Bearer reader")
                    .build();
            assertEquals(
                    200,
                    trusting.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        }
    }

    @Test
    void replacedFilesAreUsedWithoutARestart() throws Exception {
        server.close();
        var files = IdentityFiles.of(certificate(), folder.resolve("tls.key"), Duration.ofMillis(20));
        server = started(new Security(files.first(), files, callers));
        assertEquals(200, get("/metrics", "Bearer reader").statusCode());
        Files.writeString(certificate(), "half a file");
        TestIdentity.write(TestIdentity.named("localhost"), folder);

        assertEquals(200, whenAccepted("/metrics", "Bearer reader").statusCode());
        TestIdentity.write(TestIdentity.named("localhost"), folder);
        assertEquals(200, whenAccepted("/metrics", "Bearer reader").statusCode());
    }

    @Test
    void theServerTakesANewCertificateWithoutComplaint() throws Exception {
        var web = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .tls(Security.selfSigned(callers).tls())
                .build()
                .start();
        try {
            assertDoesNotThrow(() -> web.reloadTls(Security.selfSigned(callers).tls()));
        } finally {
            web.stop();
        }
    }

    /** Asks until the server shows the certificate in the file. */
    private HttpResponse<String> whenAccepted(String path, String authorization) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                return get(path, authorization);
            } catch (SSLHandshakeException stillTheFormer) {
                assertTrue(System.nanoTime() < deadline, stillTheFormer::toString);
            }
        }
    }
}
