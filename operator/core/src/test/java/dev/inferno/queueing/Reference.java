package dev.inferno.queueing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Cases recorded from the originals; see PROVENANCE.md beside the files. */
public final class Reference {

    private Reference() {}

    /** One case; named by its id in test reports. */
    public record Case(JsonObject json) {

        public String id() {
            return text("id");
        }

        public String text(String field) {
            return json.has(field) ? json.get(field).getAsString() : "";
        }

        public double number(String field) {
            return json.get(field).getAsDouble();
        }

        public int integer(String field) {
            return json.get(field).getAsInt();
        }

        public boolean has(String field) {
            return json.has(field) && !json.get(field).isJsonNull();
        }

        public Case part(String field) {
            return new Case(json.getAsJsonObject(field));
        }

        public List<Case> list(String field) {
            List<Case> parts = new ArrayList<>();
            for (JsonElement element : json.getAsJsonArray(field)) {
                parts.add(new Case(element.getAsJsonObject()));
            }
            return parts;
        }

        public Set<String> quirks() {
            Set<String> quirks = new HashSet<>();
            if (json.has("quirk")) {
                json.getAsJsonArray("quirk").forEach(quirk -> quirks.add(quirk.getAsString()));
            }
            return quirks;
        }

        @Override
        public String toString() {
            return json.has("id") ? id() : json.toString();
        }
    }

    public static List<Case> cases(String file) {
        try (Reader reader = new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(Reference.class.getResourceAsStream("/reference/" + file))),
                StandardCharsets.UTF_8)) {
            return new Case(JsonParser.parseReader(reader).getAsJsonObject()).list("cases");
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** The model of an {@code in} object or of a profile row with token counts and batch. */
    static QueueModel prefill(Case coefficients, double input, double output, int batch, int queue) {
        return QueueModel.of(
                new LatencyLaw.Prefill2025(
                        coefficients.number("alpha"),
                        coefficients.number("beta"),
                        coefficients.number("gamma"),
                        coefficients.number("delta")),
                TokenMix.fixed(input, output),
                new ServerLimits(batch, queue, ServerLimits.DEFAULT_BATCHED_TOKENS, null));
    }

    static ServiceLevel level(double ttft, double itl, double wait, double tps) {
        return new ServiceLevel(ttft, itl, wait, tps, "mean", "mean");
    }
}
