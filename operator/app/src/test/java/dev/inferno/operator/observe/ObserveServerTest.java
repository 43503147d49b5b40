package dev.inferno.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("metrics")
class ObserveServerTest {

    private static final BindAddress FREE = new BindAddress("127.0.0.1", 0);

    private final SettableClock clock = new SettableClock();
    private final HealthState health = new HealthState(clock, () -> Duration.ofSeconds(60));
    private final DecisionLog log = new DecisionLog(3, 2);
    private final ObserveServer server = ObserveServer.start(FREE, FREE, true, log, health, null);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void isStartedOnceCachesWereSynced() throws Exception {
        assertEquals(503, code("/health/started"));
        health.cachesSynced(true);
        health.cachesSynced(false);
        assertEquals(200, code("/health/started"));
    }

    @Test
    void isReadyWithCachesConfigurationAndOneContactToPrometheus() throws Exception {
        assertEquals(503, code("/health/ready"));
        health.cachesSynced(true);
        assertEquals(503, code("/health/ready"));
        health.config(true, "read");
        assertEquals(503, code("/readyz"));
        health.prometheus(true, "answers");
        assertEquals(200, code("/health/ready"));
        health.prometheus(false, "connection refused");
        assertEquals(200, code("/readyz"));
        assertTrue(body("/readyz").contains("connection refused"));
        health.config(false, "interval: no number");
        assertEquals(503, code("/readyz"));
        assertTrue(body("/readyz").contains("interval: no number"));
    }

    @Test
    void isDeadWhenALeaderTriesNoCycleForTenIntervals() throws Exception {
        clock.forward(Duration.ofHours(1));
        assertEquals(200, code("/healthz"));
        health.leading(true);
        clock.forward(Duration.ofSeconds(600));
        assertEquals(200, code("/health/live"));
        clock.forward(Duration.ofSeconds(1));
        assertEquals(503, code("/health/live"));
        health.cycleFailed("no connection");
        assertEquals(200, code("/healthz"));
        clock.forward(Duration.ofHours(1));
        assertEquals(503, code("/healthz"));
        health.leading(false);
        assertEquals(200, code("/healthz"));
        health.leading(true);
        assertEquals(200, code("/healthz"));
    }

    @Test
    void healthBodyNamesTheFacts() throws Exception {
        health.cycleFailed("no connection");
        var json = JsonParser.parseString(body("/health/ready")).getAsJsonObject();
        assertEquals("DOWN", json.get("status").getAsString());
        var details = json.getAsJsonObject("details");
        assertEquals("no connection", details.get("lastFailure").getAsString());
        assertEquals(1, details.get("failuresInARow").getAsInt());
    }

    @Test
    void tellsDecisionsByIdAndTheLatest() throws Exception {
        log.add(DecisionLog.Entry.of(Reports.report("d1", List.of(), Reports.variant("a", 2, 3, "H100"))));
        log.add(DecisionLog.Entry.of(Reports.report("d2", List.of(), Reports.variant("a", 3, 1, "L4"))));

        var list = JsonParser.parseString(body("/debug/decisions")).getAsJsonArray();
        assertEquals("d2", list.get(0).getAsJsonObject().get("id").getAsString());
        assertEquals("interval", list.get(0).getAsJsonObject().get("trigger").getAsString());
        assertEquals(
                "2026-01-01T00:00:00Z", list.get(0).getAsJsonObject().get("at").getAsString());
        assertEquals(
                "team-a/a",
                list.get(1).getAsJsonObject().getAsJsonArray("variants").get(0).getAsString());
        assertEquals("Decision", kind("/debug/decisions/d1"));
        assertEquals(log.list().get(1).decisionJson(), body("/debug/decisions/d1"));
        assertEquals(log.list().get(0).decisionJson(), body("/debug/decisions/latest"));
        assertEquals("Snapshot", kind("/debug/decisions/d1/snapshot"));
        assertEquals(log.list().get(0).snapshotJson(), body("/debug/decisions/latest/snapshot"));
        assertTrue(body("/debug/explain/team-a/a").contains("asks for 1 on L4"), body("/debug/explain/team-a/a"));
    }

    @Test
    void keepsTheNewestDecisionsAndFewerSnapshots() throws Exception {
        for (int i = 1; i <= 4; i++) {
            log.add(DecisionLog.Entry.of(Reports.report("d" + i, List.of(), Reports.variant("v" + i, 2, 3, "H100"))));
        }
        assertEquals(404, code("/debug/decisions/d1"));
        assertEquals(404, code("/debug/explain/team-a/v1"));
        assertEquals(200, code("/debug/decisions/d2"));
        assertEquals(404, code("/debug/decisions/d2/snapshot"));
        assertTrue(body("/debug/decisions/d2/snapshot").contains("no longer kept"));
        assertEquals(200, code("/debug/decisions/d3/snapshot"));
    }

    @Test
    void whatIsNotThereIsAReadable404() throws Exception {
        assertEquals(404, code("/debug/decisions/latest"));
        assertTrue(body("/debug/decisions/nope").contains("no decision nope is kept"));
        assertTrue(body("/debug/explain/team-a/nope").contains("team-a/nope"));
        assertEquals(404, code("/observe/metrics"));
        assertTrue(body("/nope").contains("nothing at /nope"));
        assertEquals(200, code("/metrics"));
    }

    @Test
    void theHealthAddressServesHealthOnly() throws Exception {
        try (var two = ObserveServer.start(FREE, FREE, false, log, health, null)) {
            assertNotEquals(two.url(), two.healthUrl());
            assertEquals(200, Http.get(two.healthUrl() + "/health/live").statusCode());
            assertEquals(200, Http.get(two.url() + "/health/live").statusCode());
            assertEquals(404, Http.get(two.healthUrl() + "/metrics").statusCode());
            assertEquals(404, Http.get(two.healthUrl() + "/debug/decisions").statusCode());
            assertEquals(200, Http.get(two.url() + "/metrics").statusCode());
        }
        try (var off = ObserveServer.start(null, FREE, true, log, health, null)) {
            assertEquals(off.healthUrl(), off.url());
        }
    }

    @Test
    void readsBindAddressesAsControllerRuntimeWritesThem() {
        assertEquals(new BindAddress("0.0.0.0", 8443), BindAddress.parse(":8443"));
        assertEquals(new BindAddress("127.0.0.1", 0), BindAddress.parse("127.0.0.1:0"));
        assertEquals(new BindAddress("::1", 80), BindAddress.parse("[::1]:80"));
        assertEquals(null, BindAddress.parse("0"));
        assertThrows(IllegalArgumentException.class, () -> BindAddress.parse("8080"));
        assertThrows(IllegalArgumentException.class, () -> BindAddress.parse(":http"));
    }

    private int code(String path) throws Exception {
        return Http.get(server.url() + path).statusCode();
    }

    private String body(String path) throws Exception {
        return Http.get(server.url() + path).body();
    }

    private String kind(String path) throws Exception {
        return JsonParser.parseString(body(path)).getAsJsonObject().get("kind").getAsString();
    }

    private static final class SettableClock extends Clock {
        private volatile Instant now = Reports.AT;

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
