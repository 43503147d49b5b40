package dev.inferno.operator;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.cycle.ActionResult;
import dev.inferno.cycle.CycleReport;
import dev.inferno.cycle.ReportSink;
import dev.inferno.decision.Action;
import dev.inferno.decision.VariantDecision;
import dev.inferno.operator.observe.JsonLog;
import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.DevicePool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the log says of one round, in the order of the originals: inventory per node, SLO found, decision, patch. A line that
 * says what the round before said is left out. Thread-safety: one round at a time.
 */
final class DecisionLines implements ReportSink {

    private static final Logger LOG = Logger.getLogger(DecisionLines.class.getName());

    private Set<Line> before = Set.of();

    /** @param fields beside the decision's id */
    record Line(String message, Map<String, Object> fields) {}

    @Override
    public void publish(CycleReport report) {
        List<Line> lines = of(report);
        for (Line line : lines) {
            if (!before.contains(line)) {
                Map<String, Object> fields =
                        new LinkedHashMap<>(Map.of("decision", report.decision().id()));
                fields.putAll(line.fields());
                JsonLog.log(LOG, Level.INFO, line.message(), fields);
            }
        }
        before = Set.copyOf(new HashSet<>(lines));
    }

    static List<Line> of(CycleReport report) {
        List<Line> lines = new ArrayList<>();
        if (report.seen().inventory() instanceof Inventory.Known known) {
            ClusterTopology.of(known.nodes())
                    .nodes()
                    .forEach(node -> node.pools().forEach(pool -> lines.add(inventory(node.name(), pool))));
        }
        report.groups().forEach(group -> lines.add(slo(group)));
        report.decision().variants().forEach(variant -> lines.add(decision(variant)));
        report.results().forEach(result -> {
            if (result.action() instanceof Action.Scale scale) {
                lines.add(patch(scale, result));
            }
        });
        return lines;
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
                String.valueOf(decided.accelerator()));
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
