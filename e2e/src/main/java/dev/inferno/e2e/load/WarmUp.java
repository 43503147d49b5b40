package dev.inferno.e2e.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Lets the JVM load and compile the request path before the clock runs, against a canned answer in this process, so that
 * the first seconds of a run start on time and the target sees nothing of it.
 */
final class WarmUp {

    private static final int ROUNDS = 40;
    private static final int PER_ROUND = 16;
    private static final String WHOLE = "{\"usage\":{\"completion_tokens\":1}}";
    private static final String STREAM = "data: {}\n\n".repeat(8) + "data: [DONE]\n\n";

    private WarmUp() {}

    static void run(LoadOptions options, ExecutorService threads) {
        byte[] answer = (options.stream() ? STREAM : WHOLE).getBytes(StandardCharsets.UTF_8);
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, answer));
            server.start();
            try {
                int port = server.getAddress().getPort();
                send(
                        options.to(URI.create(
                                "http://127.0.0.1:" + port + options.endpoint().getPath())),
                        threads);
            } finally {
                server.stop(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no loopback port for the warm-up", e);
        }
    }

    private static void answer(HttpExchange exchange, byte[] answer) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static void send(LoadOptions options, ExecutorService threads) {
        try (Exchange exchange = new Exchange(options, threads)) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Future<Outcome>> sent = new ArrayList<>();
                for (int i = 0; i < PER_ROUND; i++) {
                    sent.add(threads.submit(() -> exchange.run(System.nanoTime())));
                }
                for (Future<Outcome> each : sent) {
                    each.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("warm-up failed", e);
        }
    }
}
