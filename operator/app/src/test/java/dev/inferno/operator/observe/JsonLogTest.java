package dev.inferno.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class JsonLogTest {

    private final Logger logger = Logger.getAnonymousLogger();
    private final List<String> lines = new ArrayList<>();

    JsonLogTest() {
        logger.setUseParentHandlers(false);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(JsonLog.formatter().format(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    @Test
    void aLineCarriesItsFields() {
        JsonLog.log(
                logger, Level.INFO, "decided", Map.of("decision", "d1", "variants", 3, "msg", "own", "ratio", 0.0 / 0));
        JsonObject line = only();
        assertEquals("INFO", line.get("level").getAsString());
        assertEquals("decided", line.get("msg").getAsString());
        assertEquals("d1", line.get("decision").getAsString());
        assertEquals(3, line.get("variants").getAsInt());
        assertEquals("own", line.get("msg_").getAsString());
        assertEquals("NaN", line.get("ratio").getAsString());
        assertTrue(line.get("ts").getAsString().endsWith("Z"));
    }

    @Test
    void anExceptionIsOneFieldOfOneLine() {
        JsonLog.log(logger, Level.WARNING, "bad \"quote\"\nline", Map.of(), new IllegalStateException("broken"));
        JsonObject line = only();
        assertEquals("bad \"quote\"\nline", line.get("msg").getAsString());
        assertTrue(line.get("error").getAsString().contains("IllegalStateException: broken"));
    }

    @Test
    void plainLoggingWorksToo() {
        logger.log(Level.INFO, "hello {0}", "world");
        assertEquals("hello world", only().get("msg").getAsString());
    }

    private JsonObject only() {
        assertEquals(1, lines.size());
        assertEquals(1, lines.getFirst().lines().count());
        return JsonParser.parseString(lines.getFirst()).getAsJsonObject();
    }
}
