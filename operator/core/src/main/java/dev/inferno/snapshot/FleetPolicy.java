package dev.inferno.snapshot;

import dev.inferno.serving.Routing;
import dev.inferno.topology.CatalogueEntry;
import dev.inferno.topology.Product;
import dev.inferno.topology.ProductCatalogue;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the platform team configured for all variants.
 *
 * @param scaleUpWindow default of {@code behavior.scaleUp.stabilizationWindowSeconds}
 * @param scaleDownWindow default of {@code behavior.scaleDown.stabilizationWindowSeconds}
 * @param calibration servers of the iteration law are measured, and sized by what was learned
 * @param simulation counts under a latency limit are settled by simulation after a cycle
 * @param saturation thresholds of saturation control, for all models or for some
 * @param paused installation-wide switch: observe and report only
 * @param budgets of tenants; each tenant once
 * @param reserves each name once
 * @param catalogue what administrators added to the built-in one
 * @param nodePools of cluster autoscalers; each name once
 * @param changesPerCycle most Deployments that one cycle changes; null = any number
 */
public record FleetPolicy(
        List<Accelerator> accelerators,
        List<ServiceClass> classes,
        List<ConfigProblem> problems,
        Routing routing,
        Duration scaleUpWindow,
        Duration scaleDownWindow,
        boolean calibration,
        boolean simulation,
        List<SaturationThresholds> saturation,
        boolean paused,
        List<Budget> budgets,
        List<Reserve> reserves,
        List<NodePool> nodePools,
        List<CatalogueEntry> catalogue,
        @Nullable Integer changesPerCycle) {

    public FleetPolicy {
        accelerators = List.copyOf(accelerators);
        classes = List.copyOf(classes);
        problems = List.copyOf(problems);
        saturation = List.copyOf(saturation);
        budgets = List.copyOf(budgets);
        reserves = List.copyOf(reserves);
        nodePools = List.copyOf(nodePools);
        catalogue = List.copyOf(catalogue);
    }

    /** Without budgets, reserves, pools, additions to the catalogue and limit of changes. */
    public FleetPolicy(
            List<Accelerator> accelerators,
            List<ServiceClass> classes,
            List<ConfigProblem> problems,
            Routing routing,
            Duration scaleUpWindow,
            Duration scaleDownWindow,
            boolean calibration,
            boolean simulation,
            List<SaturationThresholds> saturation,
            boolean paused) {
        this(
                accelerators,
                classes,
                problems,
                routing,
                scaleUpWindow,
                scaleDownWindow,
                calibration,
                simulation,
                saturation,
                paused,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    /** All products and devices that a decision knows. */
    public ProductCatalogue products() {
        return ProductCatalogue.inForce().and(catalogue);
    }

    /** Name of the product that an accelerator key or any name of a product stands for; the name itself where nobody knows. */
    public String product(String name) {
        Accelerator entry = accelerators.stream()
                .filter(accelerator -> accelerator.name().equals(name))
                .findFirst()
                .orElse(new Accelerator(name, name, 0, null, 1));
        return entry.product().map(Product::name).orElse(entry.device());
    }

    /** The thresholds meant for a model most closely; the originals' defaults where none are. */
    public SaturationThresholds saturationOf(ModelKey model) {
        return saturation.stream()
                .filter(thresholds -> thresholds.fit(model) > 0)
                .max(Comparator.comparingInt(thresholds -> thresholds.fit(model)))
                .orElse(SaturationThresholds.DEFAULT);
    }
}
