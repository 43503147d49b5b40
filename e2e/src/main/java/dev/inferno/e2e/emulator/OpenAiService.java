package dev.inferno.e2e.emulator;

import dev.inferno.e2e.emulator.Generation.Signal;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The OpenAI API over a {@link Fleet}; one virtual thread per request waits for its tokens. */
final class OpenAiService implements HttpService {

    private static final String NAMESPACE = "namespace";

    /** The namespace again, of requests that come through its gateway. */
    private static final String GATEWAY = "gateway";

    private final Fleet fleet;
    private final Gateway gateway;
    private final ConnectionWatch watch;
    private final AtomicLong numbers = new AtomicLong();

    OpenAiService(Fleet fleet, Gateway gateway, ConnectionWatch watch) {
        this.fleet = fleet;
        this.gateway = gateway;
        this.watch = watch;
    }

    @Override
    public void routing(HttpRules rules) {
        for (String prefix : new String[] {"/v1", "/ns/{" + NAMESPACE + "}/v1", "/gateway/{" + GATEWAY + "}/v1"}) {
            rules.get(prefix + "/models", this::models)
                    .post(prefix + "/completions", (request, response) -> complete(false, request, response))
                    .post(prefix + "/chat/completions", (request, response) -> complete(true, request, response));
        }
    }

    private void models(ServerRequest request, ServerResponse response) {
        sendJson(response, 200, Answers.models(fleet.models(namespaceOf(request))));
    }

    private void complete(boolean chat, ServerRequest request, ServerResponse response) throws IOException {
        try {
            String body = new String(request.content().inputStream().readAllBytes(), StandardCharsets.UTF_8);
            serve(chat, RequestReader.of(body), request, response);
        } catch (OpenAiError error) {
            sendJson(response, error.status(), error.json());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(boolean chat, RequestReader reader, ServerRequest request, ServerResponse response)
            throws InterruptedException {
        parameter(GATEWAY, request).ifPresent(namespace -> gateway.arrived(namespace, reader.model()));
        ModelServer server = serverFor(reader.model(), namespaceOf(request));
        CompletionRequest asked = reader.request(chat, server.profile());
        Generation generation = server.submit(asked)
                .orElseThrow(() -> OpenAiError.queueFull(
                        server.profile().maxNumSeqs(), server.profile().maxQueue()));
        Answers answers = new Answers(asked, numbers.incrementAndGet());
        try (var watching = watch.whileServing(request.remotePeer(), () -> server.cancel(generation))) {
            if (asked.stream()) {
                stream(generation, answers, response);
            } else {
                requireAlive(generation.await());
                sendJson(response, 200, answers.whole());
            }
        } catch (IOException | UncheckedIOException e) {
            server.cancel(generation);
            throw new CloseConnectionException("the client does not read its answer any more", e);
        }
    }

    private ModelServer serverFor(String model, @Nullable String namespace) {
        return switch (fleet.route(model, namespace)) {
            case Fleet.Route.Found found -> found.server();
            case Fleet.Route.NoReadyPod none ->
                throw OpenAiError.unavailable("No ready pod serves the model `%s`%s"
                        .formatted(model, namespace == null ? "" : " in namespace " + namespace));
            case Fleet.Route.UnknownModel unknown -> throw OpenAiError.unknownModel(model, fleet.models(null));
        };
    }

    /** The status line waits for the first token, so that a server lost before it is still a clean 503. */
    private static void stream(Generation generation, Answers answers, ServerResponse response)
            throws IOException, InterruptedException {
        Signal signal = requireAlive(generation.await());
        response.header("Content-Type", "text/event-stream; charset=utf-8");
        response.header("Cache-Control", "no-cache");
        try (OutputStream out = response.outputStream()) {
            for (int index = 1; signal == Signal.TOKEN; index++) {
                event(out, answers.chunk(index));
                signal = generation.await();
            }
            end(signal, answers, generation.request(), out);
        }
    }

    private static void end(Signal signal, Answers answers, CompletionRequest request, OutputStream out)
            throws IOException {
        switch (signal) {
            case SERVER_GONE -> event(out, gone().json());
            case CANCELLED -> throw new CloseConnectionException("the client hung up");
            case TOKEN, FINISHED -> {
                if (request.streamUsage()) {
                    event(out, answers.usageChunk());
                }
                event(out, "[DONE]");
            }
        }
    }

    private static Signal requireAlive(Signal signal) {
        return switch (signal) {
            case TOKEN, FINISHED -> signal;
            case SERVER_GONE -> throw gone();
            case CANCELLED -> throw new CloseConnectionException("the client hung up");
        };
    }

    private static OpenAiError gone() {
        return OpenAiError.unavailable("The server of this request is gone");
    }

    private static void event(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static @Nullable String namespaceOf(ServerRequest request) {
        return parameter(NAMESPACE, request)
                .or(() -> parameter(GATEWAY, request))
                .orElse(null);
    }

    private static Optional<String> parameter(String name, ServerRequest request) {
        return request.path().pathParameters().first(name).asOptional();
    }

    private static void sendJson(ServerResponse response, int status, String json) {
        response.status(status).header("Content-Type", "application/json");
        response.send(json.getBytes(StandardCharsets.UTF_8));
    }
}
