package dev.inferno.operator;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.cycle.ActionResult;
import dev.inferno.cycle.CycleReport;
import dev.inferno.cycle.ReportSink;
import dev.inferno.decision.Action;
import dev.inferno.decision.Condition;
import dev.inferno.decision.VariantDecision;
import dev.inferno.operator.observe.JsonLog;
import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.DevicePool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * What the log says of one round, in the order of the originals: inventory per node, SLO found, decision, patch; then one line
 * that sums the round up. What the round before said too is told at debug level only, and so is a decision whose reason has
 * other numbers but whose counts and conditions are the same. Thread-safety: one round at a time.
 */
final class DecisionLines implements ReportSink {

    private static final Logger LOG = Logger.getLogger(DecisionLines.class.getName());

    private final InstantSource clock;
    private Set<Map<String, Object>> before = Set.of();

    /** @param clock tells the summary how long the round took until then, by the clock of its snapshot */
    DecisionLines(InstantSource clock) {
        this.clock = clock;
    }

    /** @param fields beside the decision's id; a line that says nothing new has those of a line before */
    record Line(String message, Map<String, Object> fields) {}

    @Override
    public void publish(CycleReport report) {
        String id = report.decision().id();
        List<Line> lines = of(report);
        long changed = 0;
        for (Line line : lines) {
            boolean isNew = !before.contains(line.fields());
            log(isNew ? Level.INFO : Level.FINE, id, line);
            changed += isNew ? 1 : 0;
        }
        before = lines.stream().map(Line::fields).collect(Collectors.toUnmodifiableSet());
        log(
                Level.INFO,
                id,
                summary(report, changed, Duration.between(report.seen().takenAt(), clock.instant())));
    }

    private static void log(Level level, String decision, Line line) {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("decision", decision));
        fields.putAll(line.fields());
        JsonLog.log(LOG, level, line.message(), fields);
    }

    static List<Line> of(CycleReport report) {
        List<Line> lines = new ArrayList<>();
        if (report.seen().inventory() instanceof Inventory.Known known) {
            ClusterTopology.of(known.nodes())
                    .nodes()
                    .forEach(node -> node.pools().forEach(pool -> lines.add(inventory(node.name(), pool))));
        }
        String note = report.plan().provenance().note();
        if (note != null) {
            lines.add(line("plan", "engine", report.plan().provenance().engine(), "note", note));
        }
        report.groups().forEach(group -> lines.add(slo(group)));
        report.decision().variants().forEach(variant -> lines.add(decision(variant)));
        report.results().forEach(result -> {
            if (result.action() instanceof Action.Scale scale && scale.from() != scale.to()) {
                lines.add(patch(scale, result));
            }
        });
        return lines;
    }

    static Line summary(CycleReport report, long changed, Duration took) {
        List<VariantDecision> variants = report.decision().variants();
        Line summary = line(
                "cycle",
                "trigger",
                report.seen().trigger(),
                "variants",
                variants.size(),
                "replicas",
                variants.stream().mapToInt(VariantDecision::desired).sum(),
                "scaled",
                variants.stream().filter(DecisionLines::scales).count(),
                "notDone",
                report.results().stream()
                        .filter(result -> !(result instanceof ActionResult.Done))
                        .count(),
                "short",
                variants.stream().filter(v -> v.granted() < v.wanted()).count(),
                "newLines",
                changed,
                "millis",
                took.toMillis());
        report.stageSeconds()
                .forEach((stage, seconds) -> summary.fields().put(stage + "Millis", Math.round(seconds * 1000)));
        return summary;
    }

    private static boolean scales(VariantDecision decided) {
        return decided.action() instanceof Action.Scale scale && scale.from() != scale.to();
    }

    private static Line inventory(String node, DevicePool pool) {
        return line(
                "inventory",
                "node",
                node,
                "resource",
                pool.resource(),
                "product",
                pool.productName(),
                "devices",
                pool.allocatable());
    }

    private static Line slo(ServingGroup group) {
        return line(
                "slo found",
                "model",
                group.model(),
                "class",
                String.valueOf(group.serviceClass()),
                "priority",
                group.priority(),
                "ttftMillis",
                group.level().ttftMillis(),
                "itlMillis",
                group.level().itlMillis(),
                "waitMillis",
                group.level().waitMillis());
    }

    private static Line decision(VariantDecision decided) {
        return line(
                decided.because(),
                "variant",
                decided.key(),
                "current",
                decided.current(),
                "wanted",
                decided.wanted(),
                "granted",
                decided.granted(),
                "desired",
                decided.desired(),
                "accelerator",
                String.valueOf(decided.accelerator()),
                "notTrue",
                decided.conditions().stream()
                        .filter(condition -> condition.status() != Condition.Status.True)
                        .map(condition -> condition.type() + ": " + condition.reason())
                        .collect(Collectors.joining(", ")));
    }

    private static Line patch(Action.Scale scale, ActionResult result) {
        String outcome = switch (result) {
            case ActionResult.Done done -> "done";
            case ActionResult.Refused refused -> "refused: " + refused.message();
            case ActionResult.Failed failed -> "failed: " + failed.message();
        };
        return line(
                "scale",
                "variant",
                scale.variant(),
                "deployment",
                scale.deployment(),
                "from",
                scale.from(),
                "to",
                scale.to(),
                "outcome",
                outcome);
    }

    private static Line line(String message, Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(String.valueOf(pairs[i]), pairs[i + 1] instanceof Number n ? n : String.valueOf(pairs[i + 1]));
        }
        return new Line(message, fields);
    }
}
