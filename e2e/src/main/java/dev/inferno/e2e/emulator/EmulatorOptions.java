package dev.inferno.e2e.emulator;

import dev.inferno.e2e.Flags;
import dev.inferno.e2e.Flags.BadFlag;
import dev.inferno.e2e.Flags.Flag;
import dev.inferno.serving.LatencyLaw.Iteration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the emulator.
 *
 * @param host the address it listens on; all of them with 0.0.0.0
 * @param kubeconfig null = one server; else a fleet that follows the pods of that cluster
 * @param profile the one server, or what pods get whose annotations leave something out
 */
record EmulatorOptions(
        String model,
        ServerProfile profile,
        String host,
        int port,
        @Nullable String kubeconfig,
        @Nullable String targetFile) {

    static final List<Flag> FLAGS = List.of(
            new Flag("model", "NAME", "default", "model served; in a fleet the pods say"),
            new Flag("law", ServerProfile.LAW_FORM, "base=20.58,decodeToken=0.41", "time of one iteration"),
            new Flag("max-num-seqs", "1..100000", "4", "requests in service at once"),
            new Flag("max-queue", "0..1000000", "", "requests that may wait before 429; unset = any number"),
            new Flag("max-num-batched-tokens", "1..10000000", "8192", "tokens per iteration"),
            new Flag("max-model-len", "2..10000000", "16384", "prompt and answer together"),
            new Flag("kv-tokens", "16..1000000000", "262144", "what the KV gauges call full"),
            new Flag("default-max-tokens", "1..1000000", "128", "answer length when a request names none"),
            new Flag("prefix-cache-hit-percent", "0..100", "0", "of every prompt, found in the prefix cache"),
            new Flag("host", "ADDRESS", "127.0.0.1", "address to listen on; 0.0.0.0 = all"),
            new Flag("port", "0..65535", "8000", "0 = a free one"),
            new Flag("kubeconfig", "FILE", "", "fleet: stand for the Ready pods with annotations"),
            new Flag("target-file", "FILE", "", "write a Prometheus file_sd document for /metrics"),
            new Flag("help", "", "", "show this"));

    static EmulatorOptions of(Flags flags) {
        String queue = flags.optional("max-queue");
        ServerProfile profile = new ServerProfile(
                law(flags),
                flags.integer("max-num-seqs", 1, 100_000),
                queue == null ? null : flags.integer("max-queue", 0, 1_000_000),
                flags.integer("max-num-batched-tokens", 1, 10_000_000),
                flags.integer("kv-tokens", 16, 1_000_000_000),
                flags.integer("max-model-len", 2, 10_000_000),
                flags.integer("default-max-tokens", 1, 1_000_000),
                flags.integer("prefix-cache-hit-percent", 0, 100));
        return new EmulatorOptions(
                flags.text("model"),
                profile,
                flags.text("host"),
                flags.integer("port", 0, 65_535),
                flags.optional("kubeconfig"),
                flags.optional("target-file"));
    }

    private static Iteration law(Flags flags) {
        try {
            return ServerProfile.parseLaw(flags.text("law"));
        } catch (IllegalArgumentException e) {
            throw new BadFlag("--" + e.getMessage());
        }
    }
}
