package dev.inferno.operator.cli;

import dev.inferno.documents.PlanComparison;
import dev.inferno.documents.PlanComparison.Given;
import dev.inferno.documents.PlanningAnswer;
import java.util.Locale;

/** Two plans of one fleet for people: model by model, then in total. */
final class ComparisonTable {

    private ComparisonTable() {}

    static String of(PlanComparison compared) {
        var models = new Table("MODEL", "PRIORITY", "ENGINE", "REPLICAS", "UNMET", "COST/H");
        compared.models().forEach(model -> {
            String name = model.namespace() + "/" + model.model();
            if (model.fast().equals(model.exact())) {
                row(models, name, model.priority(), "both", model.fast());
            } else {
                row(models, name, model.priority(), "fast", model.fast());
                row(models, name, model.priority(), "exact", model.exact());
            }
        });
        var totals = new Table("ENGINE", "UNMET BY PRIORITY", "COST/H", "GAP", "PROVEN", "MS");
        row(totals, "fast", compared.fast());
        row(totals, "exact", compared.exact());
        String note = compared.exact().note();
        return models + "\n" + totals + (note == null ? "" : note + "\n");
    }

    private static void row(Table table, String model, int priority, String engine, Given given) {
        table.row(model, priority, engine, given.replicas(), given.unmet(), given.costPerHour());
    }

    private static void row(Table table, String engine, PlanningAnswer answer) {
        Double gap = answer.optimalityGap();
        table.row(
                engine,
                answer.unmetByPriority(),
                answer.costPerHour(),
                gap == null ? "-" : String.format(Locale.ROOT, "%.3f %%", 100 * gap),
                proven(answer),
                Math.round(answer.solveMillis()));
    }

    private static String proven(PlanningAnswer answer) {
        Double bound = answer.lowerBound();
        return answer.proven()
                ? "no plan serves more, nor as much for less"
                : bound == null ? "nothing" : "who serves as much costs " + bound + " or more";
    }
}
