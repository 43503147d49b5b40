package dev.inferno.operator.observe;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Log lines as JSON, one object per line on stderr: {@code ts}, {@code level}, {@code logger}, {@code msg}, the fields of
 * the line, and {@code error} with the stack trace of an exception.
 *
 * <p>Fields are a map given as parameter of the record: {@code logger.log(INFO, "decided", Map.of("decision", id))}.
 */
public final class JsonLog {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private JsonLog() {}

    /** Replaces all handlers of the root logger. */
    public static void install(Level level) {
        Handler console = new ConsoleHandler();
        console.setFormatter(formatter());
        console.setLevel(level);
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(console);
        root.setLevel(level);
    }

    /** Logs a message with fields; null values are left out. */
    public static void log(Logger logger, Level level, String msg, Map<String, ? extends @Nullable Object> fields) {
        log(logger, level, msg, fields, null);
    }

    /** The same with the exception that caused the line. */
    public static void log(
            Logger logger,
            Level level,
            String msg,
            Map<String, ? extends @Nullable Object> fields,
            @Nullable Throwable error) {
        if (!logger.isLoggable(level)) {
            return;
        }
        LogRecord line = new LogRecord(level, msg);
        line.setLoggerName(logger.getName());
        line.setParameters(new Object[] {fields});
        line.setThrown(error);
        logger.log(line);
    }

    static Formatter formatter() {
        return new Formatter() {
            @Override
            public String format(LogRecord line) {
                return GSON.toJson(fields(line, formatMessage(line))) + "\n";
            }
        };
    }

    private static Map<String, Object> fields(LogRecord line, String message) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ts", line.getInstant().toString());
        json.put("level", line.getLevel().getName());
        json.put("logger", String.valueOf(line.getLoggerName()));
        json.put("msg", message);
        if (line.getThrown() != null) {
            json.put("error", stackTrace(line.getThrown()));
        }
        for (Object parameter : line.getParameters() == null ? new Object[0] : line.getParameters()) {
            if (parameter instanceof Map<?, ?> fields) {
                fields.forEach((key, value) -> put(json, String.valueOf(key), value));
            }
        }
        return json;
    }

    /** A field named as one of ours keeps both: it gets an underscore. */
    private static void put(Map<String, Object> json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(json.containsKey(key) ? key + "_" : key, plain(value));
        }
    }

    /** JSON knows no infinity and no NaN, so these become text. */
    private static Object plain(Object value) {
        boolean number = value instanceof Number n && Double.isFinite(n.doubleValue());
        return number || value instanceof Boolean ? value : value.toString();
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
