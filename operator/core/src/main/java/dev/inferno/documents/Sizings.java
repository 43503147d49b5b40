package dev.inferno.documents;

import dev.inferno.queueing.InvalidParameters;
import dev.inferno.queueing.ReplicaSizing;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.sizing.FleetSizing;
import dev.inferno.sizing.LatencyCurve;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Answers sizing cases: the laws of the originals by their formulas, ours by {@link FleetSizing}. */
public final class Sizings {

    private Sizings() {}

    /** @throws BadDocument naming the field, its value and what is allowed */
    public static SizingAnswer answer(SizingCase sizing) {
        return checked(() -> {
            SizingInput input = SizingInput.of(sizing);
            return SizingAnswers.of(sizing, input, outcome(input));
        });
    }

    /**
     * Latencies over the rate by formula, for the answered count, one less and one more.
     *
     * @throws BadDocument as {@link #answer}
     */
    public static SizingCurves curves(SizingCase sizing, SizingAnswer answer) {
        return checked(() -> {
            SizingInput input = SizingInput.of(sizing);
            int replicas = Math.max(1, answer.replicas());
            List<LatencyCurve> fleets = IntStream.rangeClosed(Math.max(1, replicas - 1), replicas + 1)
                    .mapToObj(count ->
                            LatencyCurve.of(input.fleet(), input.demand().level(), count))
                    .toList();
            return new SizingCurves(
                    input.law().name(),
                    answer,
                    input.demand().perSecond(),
                    input.demand().level(),
                    fleets);
        });
    }

    private static FleetSizing.Outcome outcome(SizingInput input) {
        if (input.law() instanceof LatencyLaw.Iteration law) {
            return new FleetSizing(law, input.traffic(), input.demand()).size(input.limits());
        }
        var answer = ReplicaSizing.size(input.fleet(), input.demand());
        return new FleetSizing.Outcome(input.limits().maxBatchSize(), answer, "");
    }

    private static <T> T checked(Supplier<T> computation) {
        try {
            return computation.get();
        } catch (InvalidParameters e) {
            throw new BadDocument(String.valueOf(e.getMessage()));
        }
    }
}
