package dev.inferno.operator.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusClientTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private FakePrometheus prometheus;
    private final List<String> codes = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        prometheus = new FakePrometheus();
    }

    @AfterEach
    void stop() {
        prometheus.close();
    }

    private PrometheusClient client(PrometheusEndpoint endpoint) {
        return new PrometheusClient(() -> endpoint, codes::add);
    }

    private static PrometheusEndpoint with(URI url, @Nullable Path tokenFile) {
        return new PrometheusEndpoint(
                url, tokenFile == null ? "from-environment" : null, tokenFile, null, null, null, null, false, SECOND);
    }

    private String failure(PrometheusEndpoint endpoint, Duration timeout) {
        try (PrometheusClient client = client(endpoint)) {
            return String.valueOf(assertThrows(PrometheusException.class, () -> client.query("up", null, timeout))
                    .getMessage());
        }
    }

    @Test
    void countsRequestsByCode() throws Exception {
        try (PrometheusClient client = client(PrometheusEndpoint.of(prometheus.url()))) {
            assertEquals(FakePrometheus.NOW, client.time(SECOND));
            prometheus.status = 503;
            prometheus.fixedBody = "down";
            assertThrows(PrometheusException.class, () -> client.time(SECOND));
        }
        assertEquals(List.of("200", "503"), codes);
    }

    @Test
    void tokenFileIsReadAgain(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        try (PrometheusClient client = client(with(prometheus.url(), token))) {
            client.time(SECOND);
            assertEquals("Bearer first", prometheus.lastHeaders.get("Authorization"));

            Files.writeString(token, "second\n");
            client.time(SECOND);
            assertEquals("Bearer second", prometheus.lastHeaders.get("Authorization"));
        }
    }

    @Test
    void tokenItselfWinsOverTheTokenFile(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "from-file");
        var both = new PrometheusEndpoint(prometheus.url(), "given", token, null, null, null, null, false, SECOND);
        try (PrometheusClient client = client(both)) {
            client.time(SECOND);
        }
        assertEquals("Bearer given", prometheus.lastHeaders.get("Authorization"));
    }

    @Test
    void answerThatIsNoJsonNamesAddressAndStatus() {
        prometheus.status = 502;
        prometheus.fixedBody = "<html>Bad Gateway</html>";

        String message = failure(PrometheusEndpoint.of(prometheus.url()), SECOND);

        assertTrue(message.startsWith(prometheus.url() + "/api/v1/query answered HTTP 502"), message);
    }

    @Test
    void refusedCredentialsSayWhatToCheck() {
        prometheus.status = 401;
        prometheus.fixedBody = "Unauthorized";

        assertTrue(failure(PrometheusEndpoint.of(prometheus.url()), SECOND).contains("check PROMETHEUS_BEARER_TOKEN"));
    }

    @Test
    void nobodyListeningIsAnErrorOfTheAddress() {
        prometheus.close();

        String message = failure(PrometheusEndpoint.of(prometheus.url()), SECOND);

        assertTrue(message.contains(prometheus.url().toString()) && message.contains("ConnectException"), message);
        assertEquals(List.of("error"), codes);
    }

    @Test
    void slowAnswerEndsAtTheDeadline() {
        prometheus.delayMillis = 5000;

        String message = failure(PrometheusEndpoint.of(prometheus.url()), Duration.ofMillis(200));

        assertTrue(message.contains("did not answer within 200 ms"), message);
        assertEquals(List.of("timeout"), codes);
    }

    @Test
    void everyQueryIsCountedOnceHoweverItsEndRacesWithItsDeadline() throws Exception {
        int queries = 300;
        prometheus.delayMillis = 20;
        PrometheusClient client = client(PrometheusEndpoint.of(prometheus.url()));
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < queries; i++) {
                Duration timeout = Duration.ofMillis(10 + i % 20);
                threads.execute(() -> {
                    try {
                        client.query("up", null, timeout);
                    } catch (PrometheusException late) {
                        // counted as such
                    }
                });
            }
        }
        client.close();

        assertEquals(queries, codes.size(), codes::toString);
        assertTrue(Set.of("200", "timeout").containsAll(codes), codes::toString);
    }

    @Test
    void answerThatStopsInTheMiddleIsATimeoutOnly() throws Exception {
        try (ServerSocket half = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> answerHalf(half));

            String message = failure(
                    PrometheusEndpoint.of(URI.create("http://127.0.0.1:" + half.getLocalPort())),
                    Duration.ofMillis(300));

            assertTrue(message.contains("did not answer within 300 ms"), message);
            server.join();
        }
        assertEquals(List.of("timeout"), codes);
    }

    /** Sends the head of an answer and keeps the line open until the client hangs up. */
    private static void answerHalf(ServerSocket listening) {
        try (Socket line = listening.accept()) {
            line.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".getBytes(UTF_8));
            line.getOutputStream().flush();
            line.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // the client hung up
        }
    }

    @Test
    void addressKeepsItsPath() {
        assertEquals(
                URI.create("https://x/prom/api/v1/query"),
                PrometheusEndpoint.of(URI.create("https://x/prom/")).queryUri());
        assertThrows(IllegalArgumentException.class, () -> PrometheusEndpoint.of(URI.create("prometheus:9090")));
    }

    @Test
    void secretsStayOutOfTheText() {
        assertFalse(with(prometheus.url(), null).toString().contains("from-environment"));
    }

    @Test
    void warningsAndSpecialNumbersAreRead() throws IOException {
        QueryAnswer answer = AnswerParser.parse(new StringReader("""
                {"status":"success","warnings":["partial"],"infos":["x"],"data":{"resultType":"vector","result":[
                {"metric":{"a":"b"},"value":[1.5,"NaN"]},{"metric":{},"value":[1,"+Inf"]},{"metric":{},"value":[1,"-Inf"]}
                ]}}"""));

        assertEquals(List.of("partial"), answer.warnings());
        assertEquals(3, answer.series().size());
        assertTrue(answer.series().stream()
                .flatMap(series -> series.samples().stream())
                .noneMatch(Sample::usable));
    }

    @Test
    void gateWaitsLongerEachTimeUpToAMinute() throws Exception {
        prometheus.status = 503;
        List<Duration> waits = new ArrayList<>();
        List<PrometheusGate.State> states = new ArrayList<>();
        try (PrometheusClient client = client(PrometheusEndpoint.of(prometheus.url()))) {
            var gate = new PrometheusGate(client, states::add, wait -> {
                waits.add(wait);
                prometheus.fixedBody = waits.size() < 6 ? "down" : "";
                prometheus.status = waits.size() < 6 ? 503 : 200;
            });
            prometheus.fixedBody = "down";

            gate.await();

            assertTrue(gate.state().open());
        }
        assertEquals(
                List.of(5L, 10L, 20L, 40L, 60L, 60L),
                waits.stream().map(Duration::toSeconds).toList());
        assertTrue(states.getFirst().message().contains("trying again in 5 s"));
        assertEquals(7, states.size());
    }
}
