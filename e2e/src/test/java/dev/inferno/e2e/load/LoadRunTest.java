package dev.inferno.e2e.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.inferno.e2e.Flags;
import dev.inferno.e2e.emulator.Emulator;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real runs against a real emulator in this JVM. */
class LoadRunTest {

    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.start(
                "--model", "m", "--port", "0", "--law", "base=4", "--max-num-seqs", "8", "--max-queue", "40");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void streamedRunGivesEveryGapAndIsNeverQuickerThanTheLaw() {
        Summary summary = run("--rate", "[[1, 1200]]", "--stream", "--max-tokens", "6");

        assertEquals(20, summary.count());
        assertEquals(20, summary.ok());
        assertEquals(Map.of(), summary.errors());
        assertEquals(0, summary.unfinished());
        assertNotNull(summary.itlMillis());
        assertEquals(20 * 5, summary.itlMillis().count());
        // A client never gets its last token before the law allows; how much later is the machine's business.
        assertNotNull(summary.e2eMillis());
        assertTrue(summary.e2eMillis().p50() >= 6 * 4, () -> summary.table());
    }

    @Test
    void wholeAnswersHaveNoFirstToken() {
        Summary summary = run("--rate", "600", "--duration", "1", "--mode", "poisson", "--max-tokens", "2");

        assertEquals(summary.count(), summary.ok());
        assertNull(summary.ttftMillis());
        assertTrue(summary.table().contains("TTFT"));
        JsonObject json = JsonParser.parseString(summary.json()).getAsJsonObject();
        assertEquals(summary.count(), json.get("ok").getAsInt());
        assertTrue(json.getAsJsonObject("startErrorMillis").has("p99"));
    }

    @Test
    void openLoopGoesOnThoughAnswersAreRefused() {
        Summary summary = run("--rate", "12000", "--duration", "0.5", "--max-tokens", "150", "--timeout", "60");

        // 8 run and 40 wait; a slow machine may see some finish before the last one starts.
        assertEquals(100, summary.count());
        assertTrue(summary.ok() >= 48, summary.table());
        assertEquals(Map.of("429", 100 - summary.ok()), summary.errors());
    }

    @Test
    void unknownModelIsCountedByStatus() {
        Summary summary = run("--model", "z", "--rate", "[[1, 300]]");

        assertEquals(Map.of("404", 5), summary.errors());
    }

    @Test
    void nobodyListeningIsAConnectionError() {
        Emulator gone = Emulator.start("--port", "0");
        String url = gone.url();
        gone.close();

        Summary summary = new LoadRun(options("--url", url, "--rate", "[[1, 120]]")).run();

        assertEquals(Map.of("connection", 2), summary.errors());
    }

    private static Summary run(String... args) {
        String[] all = Arrays.copyOf(new String[] {"--model", "m", "--url", emulator.url()}, args.length + 4);
        System.arraycopy(args, 0, all, 4, args.length);
        return new LoadRun(options(all)).run();
    }

    private static LoadOptions options(String... args) {
        return LoadOptions.of(Flags.parse(LoadOptions.FLAGS, args));
    }
}
