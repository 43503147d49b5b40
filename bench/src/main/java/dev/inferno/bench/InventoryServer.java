package dev.inferno.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an operator asks of an API server, answered from memory on a port of loopback: nodes and pods in recorded pages, nothing of
 * any other kind, and on request a series of events. A process of its own, so that it shares no heap with what is measured.
 *
 * <p>The first part of the path says what there is: {@code all}, {@code nodes}, {@code pods}, {@code none}.
 */
public final class InventoryServer {

    private static final byte[] NOTHING =
            "{\"metadata\":{\"resourceVersion\":\"1000\"},\"items\":[]}".getBytes(StandardCharsets.UTF_8);

    private final InventoryWorld world;
    private final Map<String, List<byte[]>> pages;
    private final Map<String, BlockingQueue<List<byte[]>>> asked = new ConcurrentHashMap<>();

    /** Events that wait for the word to go. */
    private final Map<String, List<byte[]>> written = new ConcurrentHashMap<>();

    /** How many there have been of a kind; the last one is served. */
    private final Map<String, Integer> watches = new ConcurrentHashMap<>();

    private InventoryServer(InventoryWorld world) {
        this.world = world;
        this.pages = Map.of("nodes", world.nodePages(), "pods", world.podPages());
    }

    /** Arguments: nodes, pods, seed. Prints its port and the bytes of all pages of both kinds, and serves until killed. */
    public static void main(String[] args) throws IOException {
        InventoryServer answers = new InventoryServer(
                new InventoryWorld(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2])));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", answers::answer);
        server.start();
        System.out.println(server.getAddress().getPort() + " " + answers.bytes("nodes") + " " + answers.bytes("pods"));
    }

    private long bytes(String kind) {
        return pages.getOrDefault(kind, List.of()).stream()
                .mapToLong(page -> page.length)
                .sum();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            String kind = path.substring(path.lastIndexOf('/') + 1);
            if (path.startsWith("/events/")) {
                written.put(kind, series(kind, Integer.parseInt(query)));
                send(exchange, NOTHING);
            } else if (path.startsWith("/send/")) {
                queue(kind).add(written.getOrDefault(kind, List.of()));
                send(exchange, NOTHING);
            } else if (path.contains("keda.sh")) {
                exchange.sendResponseHeaders(404, -1);
            } else if (query.contains("watch=true")) {
                watch(exchange, kind);
            } else {
                send(exchange, page(path, kind, query));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] page(String path, String kind, String query) {
        String shown = path.split("/", 3)[1];
        if (!pages.containsKey(kind) || !(shown.equals("all") || shown.equals(kind))) {
            return NOTHING;
        }
        int token = query.indexOf("continue=");
        int number = token < 0 ? 0 : Integer.parseInt(query.substring(token + 9).split("&", 2)[0]);
        return pages.get(kind).get(number);
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private BlockingQueue<List<byte[]>> queue(String kind) {
        return asked.computeIfAbsent(kind, any -> new LinkedBlockingQueue<>());
    }

    /** Written before anyone is told, so that writing is not measured. */
    private List<byte[]> series(String kind, int count) {
        IntFunction<String> event = kind.equals("nodes") ? world::nodeEvent : world::podEvent;
        String name = "last-" + count;
        String last = kind.equals("nodes") ? world.lastNode(name) : world.lastPod(name);
        return Stream.concat(IntStream.range(0, count).mapToObj(event), Stream.of(last))
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** The same events to whoever watches; a watch ends with its connection. */
    private void watch(HttpExchange exchange, String kind) throws IOException, InterruptedException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        int mine = watches.merge(kind, 1, Integer::sum);
        OutputStream body = exchange.getResponseBody();
        body.flush();
        while (true) {
            List<byte[]> lines = queue(kind).take();
            if (watches.getOrDefault(kind, mine) != mine) {
                // The client of an earlier run is gone, which nobody tells a server that writes nothing.
                queue(kind).add(lines);
                return;
            }
            for (byte[] line : lines) {
                body.write(line);
            }
            body.flush();
        }
    }
}
