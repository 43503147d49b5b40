package dev.inferno.operator.kube;

import dev.inferno.operator.api.VariantAutoscalingSpec.Accelerator;
import dev.inferno.operator.api.VariantAutoscalingSpec.Iteration;
import dev.inferno.operator.api.VariantAutoscalingSpec.PerfParms;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.snapshot.AcceleratorProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of the profile to {@link AcceleratorProfile}. Of several laws in a row {@code iteration} counts before
 * {@code perfParms} before {@code alpha} and {@code beta}; limits it leaves open are those of the servers' command line; what is wrong or doubtful stands in the row's own problem.
 */
final class ProfileTranslator {

    private ProfileTranslator() {}

    static AcceleratorProfile profile(int index, Accelerator row, ServerArguments servers) {
        String at = "spec.modelProfile.accelerators[" + index + "]";
        FieldReader reader = new FieldReader();
        String name = row.acc() == null ? "" : row.acc();
        if (name.isEmpty()) {
            reader.problem(at + ".acc is missing: it names the accelerator in accelerator-unit-costs");
        }
        int devices = reader.atLeast(at + ".accCount", row.accCount(), 1, 1);
        LatencyLaw law = law(at, row, reader);
        Integer batch = row.maxBatchSize() == null ? servers.maxNumSeqs() : row.maxBatchSize();
        if (batch == null && (law instanceof LatencyLaw.Legacy2025 || law instanceof LatencyLaw.Prefill2025)) {
            reader.problem(
                    at
                            + ".maxBatchSize is missing, and the servers have no --max-num-seqs: the laws of 2025 have no other batch limit");
        }
        List<String> problems = reader.problems();
        return new AcceleratorProfile(
                name,
                devices,
                law,
                batch,
                row.maxBatchedTokens() == null ? servers.maxNumBatchedTokens() : row.maxBatchedTokens(),
                row.kvTokens(),
                problems.isEmpty() ? null : String.join("; ", problems));
    }

    private static @Nullable LatencyLaw law(String at, Accelerator row, FieldReader reader) {
        List<String> present = new ArrayList<>();
        if (row.iteration() != null) {
            present.add("iteration");
        }
        if (row.perfParms() != null) {
            present.add("perfParms");
        }
        if (row.alpha() != null || row.beta() != null) {
            present.add("alpha and beta");
        }
        if (present.isEmpty()) {
            reader.problem(at + " has no coefficients: give iteration, perfParms or alpha and beta");
            return null;
        }
        String chosen = row.law() == null ? present.getFirst() : source(at, row.law(), reader);
        if (present.size() > 1 && row.law() == null) {
            reader.problem(at + " has several laws (" + String.join(", ", present) + "); " + chosen + " counts");
        }
        return switch (chosen) {
            case "iteration" -> iteration(at, row.iteration(), reader);
            case "perfParms" -> prefill(at, row.perfParms(), reader);
            case "alpha and beta" -> legacy(at, row, reader);
            case null, default -> null;
        };
    }

    /** Which field holds the coefficients of a law named explicitly. */
    private static @Nullable String source(String at, String law, FieldReader reader) {
        return switch (law) {
            case "iteration" -> "iteration";
            case "prefill2025" -> "perfParms";
            case "legacy2025" -> "alpha and beta";
            default -> {
                reader.problem(at + ".law (\"" + law
                        + "\") cannot be used by this version: it knows iteration, prefill2025 and legacy2025");
                yield null;
            }
        };
    }

    private static @Nullable LatencyLaw iteration(String at, @Nullable Iteration given, FieldReader reader) {
        if (given == null) {
            reader.problem(at + ".iteration is missing, but law is iteration");
            return null;
        }
        Double base = required(at + ".iteration.base", given.base(), reader);
        Double decode = required(at + ".iteration.decodeToken", given.decodeToken(), reader);
        Double prefill = optional(at + ".iteration.prefillToken", given.prefillToken(), reader);
        Double kv = optional(at + ".iteration.kvToken", given.kvToken(), reader);
        return base == null || decode == null || prefill == null || kv == null
                ? null
                : new LatencyLaw.Iteration(base, decode, prefill, kv);
    }

    private static @Nullable LatencyLaw prefill(String at, @Nullable PerfParms given, FieldReader reader) {
        if (given == null) {
            reader.problem(at + ".perfParms is missing, but law is prefill2025");
            return null;
        }
        Map<String, String> decode = Lists.orEmpty(given.decodeParms());
        Map<String, String> prefill = Lists.orEmpty(given.prefillParms());
        Double alpha = required(at + ".perfParms.decodeParms.alpha", decode.get("alpha"), reader);
        Double beta = required(at + ".perfParms.decodeParms.beta", decode.get("beta"), reader);
        Double gamma = required(at + ".perfParms.prefillParms.gamma", prefill.get("gamma"), reader);
        Double delta = required(at + ".perfParms.prefillParms.delta", prefill.get("delta"), reader);
        return alpha == null || beta == null || gamma == null || delta == null
                ? null
                : new LatencyLaw.Prefill2025(alpha, beta, gamma, delta);
    }

    private static @Nullable LatencyLaw legacy(String at, Accelerator row, FieldReader reader) {
        Double alpha = required(at + ".alpha", row.alpha(), reader);
        Double beta = required(at + ".beta", row.beta(), reader);
        return alpha == null || beta == null ? null : new LatencyLaw.Legacy2025(alpha, beta);
    }

    private static @Nullable Double required(String field, @Nullable String text, FieldReader reader) {
        if (text == null) {
            reader.problem(field + " is missing: a decimal string in milliseconds");
            return null;
        }
        return reader.decimal(field, text);
    }

    /** 0 when absent, null when it cannot be read. */
    private static @Nullable Double optional(String field, @Nullable String text, FieldReader reader) {
        return text == null ? Double.valueOf(0) : reader.decimal(field, text);
    }
}
