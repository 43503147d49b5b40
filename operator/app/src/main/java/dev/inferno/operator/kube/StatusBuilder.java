package dev.inferno.operator.kube;

import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.cycle.CycleReport;
import dev.inferno.decision.Predicted;
import dev.inferno.decision.VariantDecision;
import dev.inferno.operator.api.VariantAutoscalingStatus;
import dev.inferno.operator.api.VariantAutoscalingStatus.CurrentAlloc;
import dev.inferno.operator.api.VariantAutoscalingStatus.Load;
import dev.inferno.operator.api.VariantAutoscalingStatus.NodeReplicas;
import dev.inferno.operator.api.VariantAutoscalingStatus.Option;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.OfferedLoad;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the status of one variant should say after a cycle, without regard to what it says now. Lists and texts are cut to
 * the limits of the CRD, which together keep an object below 64 KiB. Pure.
 */
final class StatusBuilder {

    private static final int MOST_OPTIONS = 32;
    private static final int MOST_PLACES = 256;
    private static final int MOST_PLACE_CHARACTERS = 20_000;
    private static final int CHARACTERS_AROUND_PLACE = 32;
    private static final int MOST_REASON_CHARACTERS = 400;
    private static final int MOST_MESSAGE_CHARACTERS = 1500;

    private final CycleReport report;

    StatusBuilder(CycleReport report) {
        this.report = report;
    }

    /** Times are those of this cycle, the decision's included; {@link StatusDiff} puts back what has not changed. */
    VariantAutoscalingStatus build(VariantState seen, VariantDecision decided) {
        String now = StatusTimes.text(report.seen().takenAt());
        return new VariantAutoscalingStatus(
                seen.generation(),
                sloAttained(seen),
                currentAlloc(seen, decided),
                new VariantAutoscalingStatus.DesiredAlloc(
                        now, decided.accelerator(), decided.desired(), decided.batch()),
                ActuationStatus.of(report, seen, decided, now),
                decision(decided),
                CalibrationStatus.of(report.decision().memory().of(decided.key())),
                decided.conditions().stream()
                        .map(c -> new VariantAutoscalingStatus.Condition(
                                c.type().name(),
                                c.status().name(),
                                c.reason(),
                                cut(c.message(), MOST_MESSAGE_CHARACTERS),
                                now,
                                seen.generation()))
                        .toList());
    }

    private VariantAutoscalingStatus.Decision decision(VariantDecision decided) {
        Predicted predicted = decided.predicted();
        return new VariantAutoscalingStatus.Decision(
                report.decision().id(),
                decided.wanted(),
                decided.granted(),
                Decimals.text(decided.costPerHour()),
                predicted == null
                        ? null
                        : new VariantAutoscalingStatus.Predicted(
                                Decimals.millis(predicted.ttftMillis()),
                                Decimals.millis(predicted.itlMillis()),
                                Decimals.text(predicted.utilisation())),
                options(decided),
                placement(decided),
                new VariantAutoscalingStatus.Next(
                        decided.blockedBy() == null, cut(decided.blockedBy(), MOST_REASON_CHARACTERS)),
                report.plan().of(decided.key()) == null
                        ? null
                        : Decimals.text(report.plan().optimalityGap()));
    }

    private static List<Option> options(VariantDecision decided) {
        return decided.options().stream()
                .limit(MOST_OPTIONS)
                .map(o -> new Option(
                        o.accelerator(),
                        o.replicas(),
                        Decimals.text(o.costPerHour()),
                        o.verdict(),
                        cut(o.reason(), MOST_REASON_CHARACTERS)))
                .toList();
    }

    private static List<NodeReplicas> placement(VariantDecision decided) {
        List<NodeReplicas> places = new ArrayList<>();
        int characters = 0;
        int moreNodes = 0;
        int moreReplicas = 0;
        for (Map.Entry<String, Integer> place : decided.placement().entrySet()) {
            characters += place.getKey().length() + CHARACTERS_AROUND_PLACE;
            if (places.size() < MOST_PLACES - 1 && characters <= MOST_PLACE_CHARACTERS) {
                places.add(new NodeReplicas(place.getKey(), place.getValue()));
            } else {
                moreNodes++;
                moreReplicas += place.getValue();
            }
        }
        if (moreNodes > 0) {
            places.add(new NodeReplicas(moreNodes + " more nodes", moreReplicas));
        }
        return places;
    }

    private CurrentAlloc currentAlloc(VariantState seen, VariantDecision decided) {
        int replicas = seen.target() instanceof Target.Found found ? found.podReplicas() : 0;
        String accelerator = currentAccelerator(seen);
        Observed observed = observed(seen);
        boolean sameServers = accelerator != null && accelerator.equals(decided.accelerator());
        return new CurrentAlloc(
                accelerator,
                replicas,
                sameServers ? decided.batch() : 0,
                cost(seen, accelerator, replicas),
                Decimals.text(observed.itlMillis()),
                Decimals.text(observed.ttftMillis()),
                Decimals.text(observed.queueMillis()),
                load(seen));
    }

    private @Nullable String cost(VariantState seen, @Nullable String accelerator, int replicas) {
        if (replicas == 0) {
            return "0";
        }
        GroupVariant.Sizable sizable = sizable(seen);
        if (sizable == null) {
            return null;
        }
        return sizable.options().stream()
                .filter(option -> option.accelerator().equals(accelerator))
                .map(VariantOption::costPerReplicaHour)
                .map(cost -> Decimals.text(cost * replicas))
                .findFirst()
                .orElse(null);
    }

    private @Nullable String currentAccelerator(VariantState seen) {
        GroupVariant.Sizable sizable = sizable(seen);
        return sizable != null && sizable.current() != null ? sizable.current() : seen.currentAccelerator();
    }

    private GroupVariant.@Nullable Sizable sizable(VariantState seen) {
        return report.groups().stream()
                .flatMap(group -> group.variants().stream())
                .filter(variant -> variant.key().equals(seen.key()))
                .filter(GroupVariant.Sizable.class::isInstance)
                .map(GroupVariant.Sizable.class::cast)
                .findFirst()
                .orElse(null);
    }

    private Observed observed(VariantState seen) {
        return report.seen().load(seen.model()).observed();
    }

    /** The variant's share of its model's load; all of it while no plan splits it. */
    private @Nullable Load load(VariantState seen) {
        OfferedLoad load = switch (report.seen().load(seen.model())) {
            case LoadReading.Fresh fresh -> fresh.load();
            case LoadReading.Partial partial -> partial.load();
            case LoadReading.Stale stale -> null;
            case LoadReading.Missing missing -> null;
        };
        if (load == null) {
            return null;
        }
        VariantPlan plan = report.plan().of(seen.key());
        double share = plan == null ? 1 : plan.share();
        Double hits = load.tokens().prefixCacheHitRate();
        return new Load(
                Decimals.text(load.perSecond() * share * 60),
                Decimals.text(load.tokens().input().mean()),
                Decimals.text(load.tokens().output().mean()),
                Decimals.text(load.tokens().meanTotal()),
                hits == null ? null : Decimals.text(hits));
    }

    /** Observed means against the limits; a mean above a limit breaks it, whatever percentile was promised. */
    private String sloAttained(VariantState seen) {
        ServiceLevel level = report.groups().stream()
                .filter(group -> group.model().equals(seen.model()))
                .map(ServingGroup::level)
                .findFirst()
                .orElse(ServiceLevel.NONE);
        Observed observed = observed(seen);
        if (exceeds(observed.itlMillis(), level.itlMillis()) || exceeds(observed.ttftMillis(), level.ttftMillis())) {
            return "False";
        }
        boolean known = (level.itlMillis() <= 0 || observed.itlMillis() != null)
                && (level.ttftMillis() <= 0 || observed.ttftMillis() != null);
        return known && report.seen().load(seen.model()) instanceof LoadReading.Fresh ? "True" : "Unknown";
    }

    private static boolean exceeds(@Nullable Double observedMillis, double limitMillis) {
        return limitMillis > 0 && observedMillis != null && observedMillis > limitMillis;
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most - 3) + "...";
    }
}
