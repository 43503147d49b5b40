package dev.inferno.operator.prometheus;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON of {@code /api/v1/query} as a stream: scalar, vector and matrix answers, warnings and errors. */
final class AnswerParser {

    private String status = "";
    private String errorType = "";
    private String error = "";
    private final List<Series> series = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private AnswerParser() {}

    /** @throws IOException when the text is no such answer, or reports an error itself */
    static QueryAnswer parse(Reader text) throws IOException {
        AnswerParser parser = new AnswerParser();
        try (JsonReader json = new JsonReader(text)) {
            parser.answer(json);
        } catch (IllegalStateException | NumberFormatException e) {
            throw new IOException("the answer is not that of a Prometheus query: " + e.getMessage(), e);
        }
        if (!parser.status.equals("success")) {
            throw new IOException(
                    parser.errorType.isEmpty()
                            ? "the answer has status '" + parser.status + "' instead of success"
                            : parser.errorType + ": " + parser.error);
        }
        return new QueryAnswer(parser.series, parser.warnings);
    }

    private void answer(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "status" -> status = json.nextString();
                case "errorType" -> errorType = json.nextString();
                case "error" -> error = json.nextString();
                case "warnings" -> warnings(json);
                case "data" -> data(json);
                default -> json.skipValue();
            }
        }
        json.endObject();
    }

    private void warnings(JsonReader json) throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            warnings.add(json.nextString());
        }
        json.endArray();
    }

    private void data(JsonReader json) throws IOException {
        if (json.peek() == JsonToken.NULL) {
            json.nextNull();
            return;
        }
        json.beginObject();
        while (json.hasNext()) {
            if (json.nextName().equals("result")) {
                result(json);
            } else {
                json.skipValue();
            }
        }
        json.endObject();
    }

    private void result(JsonReader json) throws IOException {
        json.beginArray();
        if (json.peek() == JsonToken.NUMBER) {
            series.add(new Series(Map.of(), List.of(inSample(json))));
        }
        while (json.hasNext()) {
            series.add(oneSeries(json));
        }
        json.endArray();
    }

    private static Series oneSeries(JsonReader json) throws IOException {
        Map<String, String> labels = new HashMap<>();
        List<Sample> samples = new ArrayList<>();
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "metric" -> labels(json, labels);
                case "value" -> samples.add(sample(json));
                case "values" -> samples(json, samples);
                default -> json.skipValue();
            }
        }
        json.endObject();
        return new Series(labels, samples);
    }

    private static void labels(JsonReader json, Map<String, String> labels) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            labels.put(json.nextName(), json.nextString());
        }
        json.endObject();
    }

    private static void samples(JsonReader json, List<Sample> samples) throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            samples.add(sample(json));
        }
        json.endArray();
    }

    private static Sample sample(JsonReader json) throws IOException {
        json.beginArray();
        Sample sample = inSample(json);
        json.endArray();
        return sample;
    }

    private static Sample inSample(JsonReader json) throws IOException {
        double atSeconds = json.nextDouble();
        return new Sample(atSeconds, number(json.nextString()));
    }

    /** Prometheus writes values as strings, the special ones as NaN, +Inf and -Inf. */
    static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
