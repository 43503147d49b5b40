package dev.inferno.e2e.load;

import dev.inferno.e2e.Flags;
import dev.inferno.e2e.Flags.BadFlag;
import dev.inferno.e2e.Flags.Flag;
import dev.inferno.e2e.load.Schedule.Mode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one run.
 *
 * @param endpoint the full address requests go to
 * @param maxTokens null = the server decides
 * @param json file for the summary, "-" = standard output, null = none
 */
record LoadOptions(
        String model,
        String rate,
        List<RateStep> steps,
        URI endpoint,
        int promptTokens,
        @Nullable Integer maxTokens,
        Mode mode,
        long seed,
        double durationSeconds,
        boolean stream,
        Duration timeout,
        @Nullable String json) {

    static final List<Flag> FLAGS = List.of(
            new Flag("model", "NAME", "default", "model asked for"),
            new Flag("rate", RateStep.FORM, "60", "when requests start"),
            new Flag(
                    "url",
                    "http://HOST:PORT[/v1]",
                    "http://localhost:8000/v1",
                    "or the full .../chat/completions, .../completions"),
            new Flag(
                    "content-length",
                    "1..1000000",
                    "150",
                    "prompt length of the originals' generator: that many words"),
            new Flag("prompt-tokens", "1..1000000", "", "prompt length in words = tokens; wins over --content-length"),
            new Flag("max-tokens", "1..1000000", "", "answer length; unset = the server's default"),
            new Flag("mode", "deterministic|poisson", "deterministic", "gaps between starts"),
            new Flag("seed", "INTEGER", "1", "of the Poisson gaps"),
            new Flag("duration", "SECONDS above 0", "", "end of the run; unset = end of the steps, or Ctrl-C"),
            new Flag("stream", "", "", "ask for streamed answers: gives TTFT and ITL"),
            new Flag("timeout", "SECONDS above 0", "300", "give up on an answer"),
            new Flag("json", "FILE|-", "", "write the summary as JSON, too"),
            new Flag("help", "", "", "show this"));

    static LoadOptions of(Flags flags) {
        String duration = flags.optional("duration");
        String maxTokens = flags.optional("max-tokens");
        boolean ownPrompt = flags.optional("prompt-tokens") != null;
        return new LoadOptions(
                flags.text("model"),
                flags.text("rate"),
                steps(flags),
                endpoint(flags),
                flags.integer(ownPrompt ? "prompt-tokens" : "content-length", 1, 1_000_000),
                maxTokens == null ? null : flags.integer("max-tokens", 1, 1_000_000),
                mode(flags),
                seed(flags),
                duration == null ? Double.POSITIVE_INFINITY : flags.number("duration", Double.MIN_VALUE, 1e9),
                flags.isOn("stream"),
                Duration.ofMillis((long) (1000 * flags.number("timeout", 0.001, 1e6))),
                flags.optional("json"));
    }

    boolean chat() {
        return endpoint.getPath().endsWith("/chat/completions");
    }

    /** The same run against another address. */
    LoadOptions to(URI other) {
        return new LoadOptions(
                model, rate, steps, other, promptTokens, maxTokens, mode, seed, durationSeconds, stream, timeout, json);
    }

    /** The settings in one line each, as printed before a run. */
    String describe() {
        return """
                model          %s
                endpoint       %s
                rate           %s per minute, %s, seed %d
                duration       %s
                prompt tokens  %d
                max tokens     %s
                stream         %s
                """.formatted(
                        model,
                        endpoint,
                        rate,
                        mode.name().toLowerCase(Locale.ROOT),
                        seed,
                        Double.isInfinite(durationSeconds) ? "until the steps end or Ctrl-C" : durationSeconds + " s",
                        promptTokens,
                        maxTokens == null ? "server's default" : maxTokens,
                        stream);
    }

    private static List<RateStep> steps(Flags flags) {
        try {
            return RateStep.parse(flags.text("rate"));
        } catch (IllegalArgumentException e) {
            throw flags.bad("rate");
        }
    }

    private static Mode mode(Flags flags) {
        return switch (flags.text("mode")) {
            case "deterministic" -> Mode.DETERMINISTIC;
            case "poisson" -> Mode.POISSON;
            default -> throw flags.bad("mode");
        };
    }

    private static long seed(Flags flags) {
        try {
            return Long.parseLong(flags.text("seed"));
        } catch (NumberFormatException e) {
            throw flags.bad("seed");
        }
    }

    private static URI endpoint(Flags flags) {
        BadFlag bad = flags.bad("url");
        String url = flags.text("url").replaceAll("/+$", "");
        if (!url.matches("https?://[^/]+.*")) {
            throw bad;
        }
        if (!url.endsWith("/completions")) {
            url += (url.endsWith("/v1") ? "" : "/v1") + "/chat/completions";
        }
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw bad;
        }
    }
}
