package dev.inferno.documents;

import static dev.inferno.documents.CaseNodes.require;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.optimizer.Budgets;
import dev.inferno.optimizer.Limit;
import dev.inferno.snapshot.Budget;
import dev.inferno.topology.Product;
import dev.inferno.topology.ProductCatalogue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Tenant budgets of a planning case, of which its current replicas use their part. */
final class CaseBudgets {

    private CaseBudgets() {}

    static List<Limit> of(List<PlanningCase.Budget> budgets, List<ServingGroup> groups) {
        Set<String> accelerators = new TreeSet<>();
        groups.stream()
                .flatMap(ServingGroup::sizable)
                .forEach(variant -> variant.options().stream()
                        .map(VariantOption::accelerator)
                        .forEach(accelerators::add));
        Set<String> tenants = new HashSet<>();
        List<Budget> read =
                budgets.stream().map(budget -> budget(budget, accelerators)).toList();
        read.forEach(
                budget -> require(tenants.add(budget.tenant()), "budgets: " + budget.tenant() + " is given twice"));
        List<Budgets.Running> running = groups.stream()
                .flatMap(ServingGroup::sizable)
                .map(variant -> Budgets.Running.planned(
                        variant.key().namespace(), CaseQuotas.current(variant), variant.currentReplicas()))
                .toList();
        return new Budgets(running, accelerators, CaseBudgets::product).limits(read);
    }

    private static Budget budget(PlanningCase.Budget budget, Set<String> accelerators) {
        String tenant = budget.namespace() == null ? "default" : budget.namespace();
        String path = "budgets: " + tenant;
        Double cost = budget.costPerHour();
        require(
                cost != null || !budget.devices().isEmpty(),
                path + " limits nothing; give costPerHour, or devices such as {H100: 16}");
        if (cost != null) {
            CaseNodes.nonNegative(path + ".costPerHour", cost);
        }
        budget.devices().forEach((name, most) -> {
            require(most >= 0, path + ".devices: " + name + " (" + most + ") must be 0 or more");
            require(
                    accelerators.contains(name)
                            || ProductCatalogue.inForce().find(name).isPresent(),
                    path + ".devices: " + name + " is neither an accelerator of an option nor a product known; "
                            + Nearest.hint(name, accelerators));
        });
        return new Budget(tenant, cost, budget.devices());
    }

    static String product(String name) {
        return ProductCatalogue.inForce().find(name).map(Product::name).orElse(name);
    }
}
