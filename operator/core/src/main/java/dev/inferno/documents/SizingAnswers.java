package dev.inferno.documents;

import dev.inferno.decision.Figures;
import dev.inferno.queueing.Binding;
import dev.inferno.queueing.LargestRate;
import dev.inferno.queueing.OperatingPoint;
import dev.inferno.queueing.ReplicaSizing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.sizing.FleetSizing;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of a sizing, as its document says it. */
final class SizingAnswers {

    private final SizingCase sizing;
    private final SizingInput input;
    private final int batch;

    private SizingAnswers(SizingCase sizing, SizingInput input, int batch) {
        this.sizing = sizing;
        this.input = input;
        this.batch = batch;
    }

    static SizingAnswer of(SizingCase sizing, SizingInput input, FleetSizing.Outcome outcome) {
        return new SizingAnswers(sizing, input, outcome.batch()).write(outcome.answer(), outcome.how());
    }

    private SizingAnswer write(ReplicaSizing.Answer answer, String how) {
        return switch (answer) {
            case ReplicaSizing.Sized sized -> {
                var found = sized.largest() instanceof LargestRate.Found some ? some : null;
                yield answer("the level holds" + how, true, sized.replicas(), found, sized.perReplica());
            }
            case ReplicaSizing.TooMany many ->
                answer(tooMany(many), false, many.replicas(), many.largest(), many.perReplica());
            case ReplicaSizing.Overloaded over ->
                answer(overloaded(over), false, over.replicas(), over.largest(), over.perReplica());
            case ReplicaSizing.OutOfReach out -> outOfReach(out.why());
        };
    }

    private static String tooMany(ReplicaSizing.TooMany many) {
        return String.format(
                Locale.ROOT,
                "%.0f replicas are needed, fleet.maxReplicas is %d; raise it or relax the slo",
                many.needed(),
                many.replicas());
    }

    private static String overloaded(ReplicaSizing.Overloaded overload) {
        return String.format(
                Locale.ROOT,
                "overloaded: %s requests/s are asked, %d replica%s (fleet.maxReplicas) can carry %s at any latency; "
                        + "allow %.0f, which keep the slo, or send no more than %s",
                Figures.plain(overload.demandPerSecond()),
                overload.replicas(),
                overload.replicas() == 1 ? "" : "s",
                Figures.plain(overload.carriedPerSecond()),
                overload.needed(),
                Figures.plain(overload.replicas() * overload.largest().at().carriedPerSecond()));
    }

    private SizingAnswer outOfReach(LargestRate.Unattainable why) {
        String reason = String.format(
                Locale.ROOT,
                "%s %s ms is below the %s ms an idle server needs; raise the limit or take a faster accelerator",
                lower(why.limit()),
                Figures.six(why.limitMillis()),
                Figures.six(why.minimumMillis()));
        return new SizingAnswer(
                name(), false, reason, 0, batch, 0, 0, lower(why.limit()), constraint(why.limit()), null);
    }

    private SizingAnswer answer(
            String reason, boolean feasible, int replicas, LargestRate.@Nullable Found found, OperatingPoint point) {
        var fleet = sizing.fleet();
        double cost = fleet == null || fleet.costPerReplicaHour() == null ? 0 : fleet.costPerReplicaHour();
        return new SizingAnswer(
                name(),
                feasible,
                reason,
                replicas,
                batch,
                found == null ? 0 : Figures.six(found.at().carriedPerSecond()),
                Figures.six(cost * replicas),
                found == null ? null : lower(found.binding()),
                found == null ? null : constraint(found.binding()),
                point.steady() ? predicted(point) : null);
    }

    /** What binds, with its figure, as the user stated it. */
    private String constraint(Binding binding) {
        ServiceLevel level = input.demand().level();
        var limits = input.limits();
        return switch (binding) {
            case TTFT -> level.percentile() + " TTFT " + Figures.plain(level.ttftMillis()) + " ms";
            case ITL -> level.itlPercentile() + " ITL " + Figures.plain(level.itlMillis()) + " ms";
            case WAIT -> "p95 wait " + Figures.plain(level.waitMillis()) + " ms";
            case TPS -> Figures.plain(level.tokensPerSecond()) + " tokens/s";
            case KV -> "KV cache " + limits.kvTokens() + " tokens, " + batch + " requests";
            case STABILITY ->
                batch < limits.maxBatchSize()
                        ? "token budget " + limits.maxBatchedTokens() + ", " + batch + " requests"
                        : "full batch, " + batch + " requests";
        };
    }

    private static SizingAnswer.Predicted predicted(OperatingPoint point) {
        return new SizingAnswer.Predicted(
                Figures.six(point.ttftMillis()),
                Figures.six(point.itlMillis()),
                Figures.six(point.waitMillis()),
                Figures.six(point.utilisation()),
                Figures.six(point.running()),
                Figures.six(point.waiting()));
    }

    private @Nullable String name() {
        return sizing.metadata() == null ? null : sizing.metadata().name();
    }

    private static String lower(Binding binding) {
        return binding.name().toLowerCase(Locale.ROOT);
    }
}
