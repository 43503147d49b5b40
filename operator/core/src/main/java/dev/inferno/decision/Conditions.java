package dev.inferno.decision;

import static dev.inferno.optimizer.CapacityReason.MAX_REPLICAS;

import dev.inferno.analysis.Blocker;
import dev.inferno.analysis.Demand;
import dev.inferno.decision.Condition.Status;
import dev.inferno.decision.Condition.Type;
import dev.inferno.optimizer.BlockedBy;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.LoadReading.Missing.Cause;
import dev.inferno.snapshot.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of the contract. Messages hold no figure that changes while the decision does not, or every cycle would
 * write the status.
 */
final class Conditions {

    private static final String NOT_EVALUATED = "NotEvaluated";
    private static final String INVENTORY_OFF = "InventoryOff";

    /** Without a workload nothing can be measured, without measurements or inventory nothing decided, and so on. */
    private static final List<Type> BY_CAUSE = List.of(
            Type.TargetResolved, Type.MetricsAvailable, Type.CapacityAvailable, Type.OptimizationReady, Type.Actuated);

    private Conditions() {}

    static Condition target(Target target) {
        return switch (target) {
            case Target.Found found -> ok(Type.TargetResolved, "TargetFound", "Deployment " + found.name());
            case Target.NotFound missing ->
                no(
                        Type.TargetResolved,
                        "TargetNotFound",
                        "Deployment " + missing.name() + " does not exist; scaling resumes when it is created");
            case Target.UnsupportedKind other ->
                no(
                        Type.TargetResolved,
                        "UnsupportedKind",
                        "kind " + other.workloadKind() + " of " + other.name() + " cannot be scaled; use a Deployment");
            case Target.Claimed claimed ->
                no(
                        Type.TargetResolved,
                        "TargetClaimed",
                        "Deployment " + claimed.name() + " is scaled by the older VariantAutoscaling " + claimed.owner()
                                + "; delete one of the two");
        };
    }

    static Condition metrics(LoadReading reading) {
        return switch (reading) {
            case LoadReading.Fresh fresh ->
                ok(Type.MetricsAvailable, "MetricsFound", "enough ready pods report recent samples");
            case LoadReading.Partial partial -> ok(Type.MetricsAvailable, "MetricsFound", partial.reason());
            case LoadReading.Stale stale -> no(Type.MetricsAvailable, "MetricsStale", stale.reason());
            case LoadReading.Missing missing ->
                no(
                        Type.MetricsAvailable,
                        missing.cause() == Cause.PROMETHEUS_ERROR ? "PrometheusError" : "MetricsMissing",
                        missing.reason());
        };
    }

    /** Of a variant that has a plan. */
    static Condition optimization(@Nullable Demand demand, List<String> notes) {
        Demand.Counted counted = demand == null ? null : demand.counted();
        List<String> all = new ArrayList<>();
        if (counted != null) {
            all.add(counted.why());
        }
        all.addAll(notes);
        return ok(
                Type.OptimizationReady,
                counted == null || counted.byLaw() ? "OptimizationSucceeded" : "SaturationOnly",
                all.isEmpty() ? "sized and placed" : String.join("; ", all));
    }

    /** @param note what users should know beside it; null = nothing */
    static Condition optimization(Blocker blocker, @Nullable String note) {
        String reason = switch (blocker.reason()) {
            case METRICS_MISSING, METRICS_STALE, PROMETHEUS_ERROR -> "MetricsUnavailable";
            case SLO_UNATTAINABLE -> "SLOUnattainable";
            case SATURATION_ONLY -> "SaturationOnly";
            case INVALID_CONFIGURATION -> "InvalidConfiguration";
            case TARGET_NOT_FOUND, UNSUPPORTED_KIND, TARGET_CLAIMED, INVENTORY_UNKNOWN -> "OptimizationFailed";
        };
        return no(Type.OptimizationReady, reason, blocker.message() + (note == null ? "" : "; " + note));
    }

    /**
     * @param next what would let the model have one more replica; null = nobody knows
     * @param unable elastic pools that the variant would wait for if they were counted on
     */
    static Condition capacity(Inventory inventory, VariantPlan plan, @Nullable NextReplica next, List<String> unable) {
        BlockedBy blockedBy = plan.blockedBy();
        if (inventory instanceof Inventory.Off && (blockedBy == null || blockedBy.reason() == MAX_REPLICAS)) {
            return new Condition(
                    Type.CapacityAvailable,
                    Status.Unknown,
                    INVENTORY_OFF,
                    "inventory is switched off (INFERNO_INVENTORY_MODE None): nodes are not read and only ResourceQuotas"
                            + " and budgets bound the replicas; they may find no room");
        }
        String awaited = AwaitedNodes.told(plan);
        if (blockedBy == null || blockedBy.reason() == MAX_REPLICAS) {
            String message = blockedBy == null ? "every wanted replica has a node" : blockedBy.message();
            return awaited.isEmpty()
                    ? ok(Type.CapacityAvailable, "Fits", message)
                    : ok(Type.CapacityAvailable, "Provisioning", awaited);
        }
        List<String> all = new ArrayList<>(List.of(blockedBy.message()));
        if (next != null) {
            all.add(next.told());
        }
        if (!awaited.isEmpty()) {
            all.add(awaited);
        }
        all.addAll(unable);
        return no(Type.CapacityAvailable, camel(blockedBy.reason().name()), String.join("; ", all));
    }

    static Condition capacity(Blocker blocker) {
        boolean unknown = blocker.reason() == Blocker.Reason.INVENTORY_UNKNOWN;
        return new Condition(
                Type.CapacityAvailable,
                Status.Unknown,
                unknown ? "InventoryUnknown" : NOT_EVALUATED,
                unknown ? blocker.message() : "no plan was made; see OptimizationReady");
    }

    /** The same with another outcome. */
    static List<Condition> with(Outcome outcome, List<Condition> conditions) {
        return withReady(conditions.stream()
                .filter(condition -> condition.type() != Type.Ready)
                .map(condition -> condition.type() == Type.Actuated ? actuated(outcome) : condition)
                .toList());
    }

    static Condition actuated(Outcome outcome) {
        return new Condition(
                Type.Actuated, outcome.applied() ? Status.True : Status.False, outcome.reason(), outcome.message());
    }

    /**
     * The summary: of the conditions that hinder, the one nearest to the cause speaks for all.
     */
    static List<Condition> withReady(List<Condition> conditions) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(conditions.stream()
                .filter(Conditions::hinders)
                .min(Comparator.comparingInt(condition -> BY_CAUSE.indexOf(condition.type())))
                .map(first ->
                        new Condition(Type.Ready, Status.False, first.reason(), first.type() + ": " + first.message()))
                .orElse(ok(Type.Ready, "Ready", "decided and carried out")));
        return all;
    }

    /** One that only points to another does not, nor does room that is unknown because somebody chose not to look. */
    private static boolean hinders(Condition condition) {
        return condition.status() != Status.True
                && !condition.reason().equals(NOT_EVALUATED)
                && !condition.reason().equals(INVENTORY_OFF);
    }

    /**
     * What became of the decision.
     *
     * @param applied the workload asks for what was decided, or another scaler is told
     */
    record Outcome(boolean applied, String reason, String message) {}

    private static Condition ok(Type type, String reason, String message) {
        return new Condition(type, Status.True, reason, message);
    }

    private static Condition no(Type type, String reason, String message) {
        return new Condition(type, Status.False, reason, message);
    }

    private static String camel(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}
