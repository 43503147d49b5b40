package dev.inferno.decision;

import dev.inferno.optimizer.FleetPlan;

/** Tells a decision as a person would: what runs, what was wanted, granted and done, and why every option ended as it did. */
public final class Explanation {

    private Explanation() {}

    /**
     * @param id name of the decision
     * @param plan of the whole fleet, that it came from
     */
    public static String of(String id, VariantDecision decided, FleetPlan plan) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                decided.key() + " (model " + decided.modelId() + ", class "
                        + (decided.serviceClass() == null ? "none" : decided.serviceClass()) + "), decision " + id);
        line(text, "  " + decided.because());
        line(
                text,
                "  runs " + decided.current() + ", wants " + decided.wanted() + ", is granted " + decided.granted()
                        + ", asks for " + decided.desired()
                        + (decided.accelerator() == null ? "" : " on " + decided.accelerator())
                        + " at " + Figures.plain(decided.costPerHour()) + " cost units per hour");
        Predicted predicted = decided.predicted();
        if (predicted != null) {
            line(
                    text,
                    "  each replica is expected to show ITL " + predicted.itlMillis() + " ms, TTFT "
                            + predicted.ttftMillis() + " ms, wait " + predicted.waitMillis() + " ms, utilisation "
                            + predicted.utilisation());
        }
        decided.options().forEach(option -> line(text, option(option)));
        decided.placement().forEach((node, replicas) -> line(text, "  node " + node + ": " + replicas));
        if (decided.blockedBy() != null) {
            line(text, "  blocked: " + decided.blockedBy());
        }
        if (decided.nextReplica() != null) {
            line(text, "  unblock: " + decided.nextReplica().worth());
        }
        line(text, "  plan of the fleet: " + Story.quality(plan));
        decided.conditions()
                .forEach(condition -> line(
                        text,
                        "  " + condition.type() + "=" + condition.status() + " " + condition.reason() + ": "
                                + condition.message()));
        return text.toString();
    }

    private static String option(OptionVerdict option) {
        String size = option.replicas() == null || option.costPerHour() == null
                ? ""
                : " " + option.replicas() + " replicas, " + Figures.plain(option.costPerHour()) + " per hour";
        return "  option " + option.accelerator() + " " + option.verdict() + size + ": " + option.reason();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
