package dev.inferno.documents;

import dev.inferno.decision.Figures;
import dev.inferno.documents.SizingCase.Coefficients;
import dev.inferno.queueing.BatchLimit;
import dev.inferno.queueing.Binding;
import dev.inferno.queueing.InvalidParameters;
import dev.inferno.queueing.LargestRate;
import dev.inferno.queueing.OperatingPoint;
import dev.inferno.queueing.QueueModel;
import dev.inferno.queueing.ReplicaSizing;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import dev.inferno.sizing.FleetSizing;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers sizing cases: the laws of the originals by their formulas, ours by {@link FleetSizing}. */
public final class Sizings {

    private static final List<String> LAWS =
            List.of("legacy2025", "prefill2025", "threeTerm2026", "chunked2026", "iteration");

    private static final Pattern PERCENTILE = Pattern.compile("mean|p[5-9][0-9]");

    private Sizings() {}

    /** @throws BadDocument naming the field, its value and what is allowed */
    public static SizingAnswer answer(SizingCase sizing) {
        refuseNonsense(sizing);
        try {
            var tokens = new TokenMix(sizing.load().inputTokens(), sizing.load().outputTokens());
            LatencyLaw law = law(sizing);
            if (law instanceof LatencyLaw.Iteration iteration) {
                return iteration(sizing, iteration, tokens);
            }
            int batch = batch(sizing);
            QueueModel model = QueueModel.of(law, tokens, limits(sizing, batch));
            return write(sizing, batch, ReplicaSizing.size(model, demand(sizing, tokens)), "");
        } catch (InvalidParameters e) {
            throw new BadDocument(String.valueOf(e.getMessage()));
        }
    }

    /** The laws of the originals ignore some fields; what stands in them must make sense all the same. */
    private static void refuseNonsense(SizingCase sizing) {
        var fleet = sizing.fleet();
        if (fleet != null) {
            CaseNodes.routing(fleet.routing());
            orNone("fleet.costPerReplicaHour", fleet.costPerReplicaHour());
        }
        var slo = sizing.slo();
        if (slo != null) {
            refusePercentile("slo.percentile", slo.percentile());
            refusePercentile("slo.itlPercentile", slo.itlPercentile());
        }
        orNone("load.arrivalScv", sizing.load().arrivalScv());
        Long kvTokens = sizing.server().kvTokens();
        if (kvTokens != null && kvTokens < 1) {
            throw new BadDocument("server.kvTokens (" + kvTokens + ") must be 1 or more; absent is unlimited");
        }
    }

    private static void refusePercentile(String path, @Nullable String value) {
        if (value != null && !PERCENTILE.matcher(value).matches()) {
            throw new BadDocument(path + " " + value + " must be mean or a percentile from p50 to p99");
        }
    }

    private static SizingAnswer iteration(SizingCase sizing, LatencyLaw.Iteration law, TokenMix tokens) {
        Double scv = sizing.load().arrivalScv();
        var fleet = sizing.fleet();
        String router = fleet == null ? null : fleet.routing();
        // Absent: as the operator's own default.
        Routing routing = router == null ? Routing.ROUND_ROBIN : CaseNodes.routing(router);
        var traffic = new Traffic(tokens, scv == null ? 1 : scv, routing);
        var model = new FleetSizing(law, traffic, demand(sizing, tokens));
        ServerLimits limits = limits(sizing, sizing.server().maxBatchSize());
        FleetSizing.Outcome outcome = model.size(choosesBatch(sizing) ? model.choose(limits) : limits);
        return write(sizing, outcome.batch(), outcome.answer(), outcome.how());
    }

    private static boolean choosesBatch(SizingCase sizing) {
        String policy = sizing.server().batchPolicy();
        if (policy == null || policy.equals("given")) {
            return false;
        }
        if (policy.equals("choose") && sizing.law().equals("iteration")) {
            return true;
        }
        throw new BadDocument("server.batchPolicy " + policy + " must be given, or choose with law iteration");
    }

    private static ServerLimits limits(SizingCase sizing, int batch) {
        var server = sizing.server();
        return new ServerLimits(
                batch,
                server.maxQueue(),
                server.maxBatchedTokens() == null ? ServerLimits.DEFAULT_BATCHED_TOKENS : server.maxBatchedTokens(),
                server.kvTokens());
    }

    private static LatencyLaw law(SizingCase sizing) {
        Coefficients c = sizing.coefficients();
        return switch (sizing.law()) {
            case "legacy2025" -> new LatencyLaw.Legacy2025(given("alpha", c.alpha()), given("beta", c.beta()));
            case "prefill2025" ->
                new LatencyLaw.Prefill2025(
                        given("alpha", c.alpha()),
                        given("beta", c.beta()),
                        given("gamma", c.gamma()),
                        given("delta", c.delta()));
            case "threeTerm2026" ->
                new LatencyLaw.ThreeTerm2026(
                        given("alpha", c.alpha()), given("beta", c.beta()), given("gamma", c.gamma()));
            case "chunked2026" ->
                new LatencyLaw.Chunked2026(
                        given("alpha", c.alpha()), given("beta", c.beta()), given("gamma", c.gamma()));
            case "iteration" ->
                new LatencyLaw.Iteration(
                        given("base", c.base()),
                        given("decodeToken", c.decodeToken()),
                        c.prefillToken() == null ? 0 : c.prefillToken(),
                        c.kvToken() == null ? 0 : c.kvToken());
            default ->
                throw new BadDocument("law " + sizing.law() + " is unknown; " + Nearest.hint(sizing.law(), LAWS));
        };
    }

    private static int batch(SizingCase sizing) {
        var server = sizing.server();
        choosesBatch(sizing);
        return server.atTokens() == null
                ? server.maxBatchSize()
                : BatchLimit.of(
                        server.maxBatchSize(),
                        server.atTokens(),
                        sizing.load().outputTokens().mean());
    }

    private static ReplicaSizing.Demand demand(SizingCase sizing, TokenMix tokens) {
        var fleet = sizing.fleet();
        int min = fleet == null || fleet.minReplicas() == null ? 1 : fleet.minReplicas();
        int max = fleet == null || fleet.maxReplicas() == null ? Integer.MAX_VALUE : fleet.maxReplicas();
        double perSecond = sizing.load().requestsPerMinute() / 60;
        return new ReplicaSizing.Demand(perSecond, tokens.output().mean(), level(sizing), min, max);
    }

    private static ServiceLevel level(SizingCase sizing) {
        var slo = sizing.slo();
        if (slo == null) {
            return ServiceLevel.NONE;
        }
        return new ServiceLevel(
                orNone("slo.ttftMillis", slo.ttftMillis()),
                orNone("slo.itlMillis", slo.itlMillis()),
                orNone("slo.waitMillis", slo.waitMillis()),
                orNone("slo.tokensPerSecond", slo.tokensPerSecond()),
                percentile(sizing, slo.percentile()),
                slo.itlPercentile() == null ? "mean" : slo.itlPercentile());
    }

    /** The laws of the originals know means only, whatever the case asks for. */
    private static String percentile(SizingCase sizing, @Nullable String asked) {
        if (!sizing.law().equals("iteration")) {
            return "mean";
        }
        return asked == null ? "p95" : asked;
    }

    private static SizingAnswer write(SizingCase sizing, int batch, ReplicaSizing.Answer answer, String how) {
        return switch (answer) {
            case ReplicaSizing.Sized sized ->
                answer(
                        sizing,
                        batch,
                        true,
                        "the level holds" + how,
                        sized.replicas(),
                        sized.largest() instanceof LargestRate.Found found ? found : null,
                        sized.perReplica());
            case ReplicaSizing.TooMany many ->
                answer(
                        sizing,
                        batch,
                        false,
                        String.format(
                                Locale.ROOT,
                                "%.0f replicas are needed, fleet.maxReplicas is %d; raise it or relax the slo",
                                many.needed(),
                                many.replicas()),
                        many.replicas(),
                        many.largest(),
                        many.perReplica());
            case ReplicaSizing.Overloaded overload ->
                answer(
                        sizing,
                        batch,
                        false,
                        overloaded(overload),
                        overload.replicas(),
                        overload.largest(),
                        overload.perReplica());
            case ReplicaSizing.OutOfReach out -> outOfReach(sizing, batch, out.why());
        };
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

    private static SizingAnswer outOfReach(SizingCase sizing, int batch, LargestRate.Unattainable why) {
        String reason = String.format(
                Locale.ROOT,
                "%s %s ms is below the %s ms an idle server needs; raise the limit or take a faster accelerator",
                lower(why.limit()),
                Figures.six(why.limitMillis()),
                Figures.six(why.minimumMillis()));
        return new SizingAnswer(name(sizing), false, reason, 0, batch, 0, 0, lower(why.limit()), null);
    }

    private static SizingAnswer answer(
            SizingCase sizing,
            int batch,
            boolean feasible,
            String reason,
            int replicas,
            LargestRate.@Nullable Found found,
            OperatingPoint point) {
        var fleet = sizing.fleet();
        double cost = fleet == null || fleet.costPerReplicaHour() == null ? 0 : fleet.costPerReplicaHour();
        return new SizingAnswer(
                name(sizing),
                feasible,
                reason,
                replicas,
                batch,
                found == null ? 0 : Figures.six(found.at().carriedPerSecond()),
                Figures.six(cost * replicas),
                found == null ? null : lower(found.binding()),
                point.steady() ? predicted(point) : null);
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

    private static @Nullable String name(SizingCase sizing) {
        return sizing.metadata() == null ? null : sizing.metadata().name();
    }

    private static String lower(Binding binding) {
        return binding.name().toLowerCase(Locale.ROOT);
    }

    private static double given(String name, @Nullable Double value) {
        if (value == null) {
            throw new BadDocument("coefficients." + name + " is missing; it must be a number of milliseconds");
        }
        return value;
    }

    private static double orNone(String name, @Nullable Double value) {
        return value == null ? 0 : CaseNodes.nonNegative(name, value);
    }
}
