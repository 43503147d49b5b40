package dev.inferno.e2e.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiPredicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stands between one client and the API server, as the network does: it can keep a single request back for as long as a test
 * wants, or cut the line. Everything else passes, watches included. Plain HTTP on loopback; credentials pass through.
 */
public final class ApiServerProxy implements AutoCloseable {

    /** Headers the HTTP client sets itself, or that belong to one connection only. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final HttpServer server;
    private final HttpClient client;
    private final URI target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable HeldRequest next;
    private volatile CompletableFuture<Void> line = CompletableFuture.completedFuture(null);

    /** A request that reached the proxy and has not reached the API server. */
    public static final class HeldRequest {

        private final BiPredicate<String, String> wanted;
        private final CompletableFuture<String> arrived = new CompletableFuture<>();
        private final CompletableFuture<Void> released = new CompletableFuture<>();
        private final CompletableFuture<Integer> answered = new CompletableFuture<>();

        private HeldRequest(BiPredicate<String, String> wanted) {
            this.wanted = wanted;
        }

        /** Method and path, as soon as such a request is held. */
        public CompletableFuture<String> arrived() {
            return arrived;
        }

        /** Sends it on; the answer is the API server's HTTP status, whether or not the client still waits for it. */
        public CompletableFuture<Integer> release() {
            released.complete(null);
            return answered;
        }
    }

    /** @param ca the API server's authority, PEM */
    public ApiServerProxy(URI target, Path ca) {
        this.target = target;
        try {
            this.client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(trusting(ca))
                    .build();
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no proxy to " + target + ": " + e.getMessage(), e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What the client is given instead of the API server's address. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Keeps back the next request whose method and path match. */
    public HeldRequest hold(BiPredicate<String, String> wanted) {
        HeldRequest held = new HeldRequest(wanted);
        next = held;
        return held;
    }

    /** From now on no request and no answer passes, as when a cable is pulled; {@link #mend} ends it. */
    public void cut() {
        line = new CompletableFuture<>();
    }

    public void mend() {
        line.complete(null);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            line.join();
            HeldRequest held = take(exchange);
            if (held != null) {
                held.arrived.complete(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                held.released.join();
            }
            HttpResponse<InputStream> response =
                    client.send(request(exchange, body), HttpResponse.BodyHandlers.ofInputStream());
            if (held != null) {
                held.answered.complete(response.statusCode());
            }
            answer(exchange, response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable HeldRequest take(HttpExchange exchange) {
        HeldRequest held = next;
        if (held == null
                || !held.wanted.test(
                        exchange.getRequestMethod(), exchange.getRequestURI().getPath())) {
            return null;
        }
        next = null;
        return held;
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private void answer(HttpExchange exchange, HttpResponse<InputStream> response) throws IOException {
        List<String> type = response.headers().allValues("content-type");
        type.forEach(value -> exchange.getResponseHeaders().add("Content-Type", value));
        exchange.sendResponseHeaders(response.statusCode(), 0);
        byte[] buffer = new byte[16_384];
        try (InputStream from = response.body();
                OutputStream to = exchange.getResponseBody()) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                line.join();
                to.write(buffer, 0, read);
                to.flush();
            }
        }
    }

    private static SSLContext trusting(Path ca) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(ca)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        line.complete(null);
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
