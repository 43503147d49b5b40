package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import dev.inferno.cycle.CallerCheck.Verdict;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as the API server does. */
class CallerReviewsTest {

    private static final String ALICE = """
            {"authenticated":true,"user":{"username":"alice","uid":"7","groups":["g"],"extra":{"k":["v"]}}}""";

    private final List<JsonObject> sent = new ArrayList<>();
    private HttpServer server;
    private String identity = ALICE;
    private String access = "{\"allowed\":true}";
    private int code = 201;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            sent.add(
                    JsonParser.parseString(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                            .getAsJsonObject());
            String status = exchange.getRequestURI().getPath().endsWith("/tokenreviews") ? identity : access;
            byte[] body = (code == 201 ? "{\"status\":" + status + "}" : "{\"message\":\"no\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Verdict check() {
        ApiClient client = new ApiClient();
        client.setBasePath("http://127.0.0.1:" + server.getAddress().getPort());
        return new CallerReviews(new ApiRequests(client)).check("secret", "/metrics");
    }

    @Test
    void asksWhoItIsAndWhetherTheyMayGetThePath() {
        assertEquals(new Verdict.Allowed(), check());

        assertEquals(
                "secret", sent.getFirst().getAsJsonObject("spec").get("token").getAsString());
        assertEquals(JsonParser.parseString("""
                        {"nonResourceAttributes":{"path":"/metrics","verb":"get"},
                         "user":"alice","uid":"7","groups":["g"],"extra":{"k":["v"]}}"""), sent.getLast().getAsJsonObject("spec"));
    }

    @Test
    void aTokenOfNobodyIsUnknownAndNotAskedFurther() {
        identity = "{\"error\":\"invalid bearer token\"}";

        assertEquals(new Verdict.Unknown("invalid bearer token"), check());
        assertEquals(1, sent.size());
    }

    @Test
    void whoMayNotIsRefusedByName() {
        access = "{\"allowed\":false,\"denied\":true}";

        assertEquals(new Verdict.Refused("alice"), check());
    }

    @Test
    void anAnswerWithoutStatusOpensNothing() {
        access = "{}";
        assertEquals(new Verdict.Refused("alice"), check());
        identity = "{}";
        assertInstanceOf(Verdict.Unknown.class, check());
    }

    @Test
    void anOperatorWithoutTheRightToAskSaysSo() {
        code = 403;

        var verdict = assertInstanceOf(Verdict.Unavailable.class, check());
        assertTrue(verdict.message().contains("`create` on tokenreviews"), verdict.message());
    }

    @Test
    void anApiServerThatDoesNotAnswerOpensNothing() {
        server.stop(0);

        assertInstanceOf(Verdict.Unavailable.class, check());
    }
}
