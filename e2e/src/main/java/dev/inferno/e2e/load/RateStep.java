package dev.inferno.e2e.load;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;

/** So many requests per minute for so long. */
record RateStep(double seconds, double requestsPerMinute) {

    static final String FORM =
            "requests per minute (60) or steps of [seconds, requests per minute] ([[120, 60], [120, 80]])";

    RateStep {
        if (!(seconds > 0) || !(requestsPerMinute >= 0) || Double.isInfinite(requestsPerMinute)) {
            throw new IllegalArgumentException("step [%s, %s]: seconds must be above 0 and the rate at least 0"
                    .formatted(seconds, requestsPerMinute));
        }
    }

    /** Reads {@link #FORM}; a single rate lasts for ever. */
    static List<RateStep> parse(String text) {
        try {
            JsonElement json = JsonParser.parseString(text);
            if (json.isJsonPrimitive()) {
                return List.of(new RateStep(Double.POSITIVE_INFINITY, json.getAsDouble()));
            }
            List<RateStep> steps = new ArrayList<>();
            for (JsonElement step : json.getAsJsonArray()) {
                JsonArray pair = step.getAsJsonArray();
                if (pair.size() != 2) {
                    throw new IllegalArgumentException("step " + pair + " has not two numbers");
                }
                steps.add(new RateStep(pair.get(0).getAsDouble(), pair.get(1).getAsDouble()));
            }
            if (!steps.isEmpty()) {
                return List.copyOf(steps);
            }
        } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new IllegalArgumentException("not readable", e);
        }
        throw new IllegalArgumentException("no steps");
    }
}
