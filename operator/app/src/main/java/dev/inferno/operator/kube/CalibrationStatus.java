package dev.inferno.operator.kube;

import dev.inferno.calibration.Calibration;
import dev.inferno.operator.api.VariantAutoscalingStatus;
import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.snapshot.Memory.VariantMemory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was learned of a variant's servers, as the status shows it: an excerpt, the store is the memory. */
final class CalibrationStatus {

    private CalibrationStatus() {}

    /** Null while nothing is known, or the variant's law is not learned. */
    static @Nullable List<VariantAutoscalingStatus.Calibration> of(@Nullable VariantMemory memory) {
        Calibration known = memory == null ? null : memory.calibration();
        if (known == null) {
            return null;
        }
        boolean measured = known.windows() > 0;
        if (!measured && known.unprofiled() != null) {
            return null;
        }
        return List.of(new VariantAutoscalingStatus.Calibration(
                known.accelerator(),
                known.profile().name(),
                source(known),
                named(known.inForce()),
                measured ? named(known.standardErrors()) : null,
                (long) known.windows(),
                StatusTimes.text(known.updated())));
    }

    private static String source(Calibration known) {
        if (known.unprofiled() != null) {
            return "learned";
        }
        return known.windows() > 0 ? "measured" : "profile";
    }

    private static Map<String, String> named(Iteration law) {
        Map<String, String> named = new TreeMap<>();
        put(named, "base", law.baseMillis());
        put(named, "decodeToken", law.decodeTokenMillis());
        put(named, "prefillToken", law.prefillTokenMillis());
        put(named, "kvToken", law.kvTokenMillis());
        return named;
    }

    private static void put(Map<String, String> named, String name, double millis) {
        String text = Decimals.text(millis);
        if (text != null) {
            named.put(name, text);
        }
    }
}
