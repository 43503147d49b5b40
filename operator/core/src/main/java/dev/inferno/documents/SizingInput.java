package dev.inferno.documents;

import dev.inferno.documents.SizingCase.Coefficients;
import dev.inferno.queueing.BatchLimit;
import dev.inferno.queueing.FleetModel;
import dev.inferno.queueing.ReplicaSizing.Demand;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import dev.inferno.sizing.FleetSizing;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sizing case as the records of the mathematics.
 *
 * @param limits with the batch to use: as given, scaled to the answers, or chosen
 */
record SizingInput(LatencyLaw law, Traffic traffic, ServerLimits limits, Demand demand) {

    private static final List<String> LAWS =
            List.of("legacy2025", "prefill2025", "threeTerm2026", "chunked2026", "iteration");

    private static final Pattern PERCENTILE = Pattern.compile("mean|p[5-9][0-9]");

    /**
     * @throws BadDocument naming the field, its value and what is allowed
     * @throws dev.inferno.queueing.InvalidParameters of a value outside its range
     */
    static SizingInput of(SizingCase sizing) {
        refuseNonsense(sizing);
        var tokens = new TokenMix(
                sizing.load().inputTokens(),
                sizing.load().outputTokens(),
                sizing.load().prefixCacheHitRate());
        LatencyLaw law = law(sizing);
        boolean chooses = choosesBatch(sizing);
        Demand demand = demand(sizing, tokens);
        if (!(law instanceof LatencyLaw.Iteration iteration)) {
            return new SizingInput(law, Traffic.poisson(tokens), limits(sizing, batch(sizing)), demand);
        }
        Traffic traffic = traffic(sizing, tokens);
        ServerLimits limits = limits(sizing, sizing.server().maxBatchSize());
        ServerLimits used = chooses ? new FleetSizing(iteration, traffic, demand).choose(limits) : limits;
        return new SizingInput(law, traffic, used, demand);
    }

    FleetModel fleet() {
        return FleetModel.of(law, traffic, limits);
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
        Double hits = sizing.load().prefixCacheHitRate();
        if (hits != null && !(hits >= 0 && hits <= 1)) {
            throw new BadDocument("load.prefixCacheHitRate (" + hits
                    + ") must be from 0 to 1: the share of prompt tokens found in the prefix cache");
        }
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

    private static Traffic traffic(SizingCase sizing, TokenMix tokens) {
        Double scv = sizing.load().arrivalScv();
        var fleet = sizing.fleet();
        String router = fleet == null ? null : fleet.routing();
        // Absent: as the operator's own default.
        Routing routing = router == null ? Routing.ROUND_ROBIN : CaseNodes.routing(router);
        return new Traffic(tokens, scv == null ? 1 : scv, routing);
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
        return server.atTokens() == null
                ? server.maxBatchSize()
                : BatchLimit.of(
                        server.maxBatchSize(),
                        server.atTokens(),
                        sizing.load().outputTokens().mean());
    }

    private static Demand demand(SizingCase sizing, TokenMix tokens) {
        var fleet = sizing.fleet();
        int min = fleet == null || fleet.minReplicas() == null ? 1 : fleet.minReplicas();
        int max = fleet == null || fleet.maxReplicas() == null ? Integer.MAX_VALUE : fleet.maxReplicas();
        double perSecond = sizing.load().requestsPerMinute() / 60;
        return new Demand(perSecond, tokens.output().mean(), level(sizing), min, max);
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
