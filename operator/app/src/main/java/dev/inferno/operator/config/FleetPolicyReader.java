package dev.inferno.operator.config;

import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.Budget;
import dev.inferno.snapshot.ConfigProblem;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.NodePool;
import dev.inferno.snapshot.Reserve;
import dev.inferno.snapshot.ServiceClass;
import dev.inferno.topology.CatalogueEntry;
import dev.inferno.topology.ProductCatalogue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the policy tables {@code accelerator-unit-costs}, {@code service-classes-config}, {@code tenant-budgets}, {@code
 * capacity-reserves}, {@code node-pools} and {@code device-catalogue}, and the thresholds of saturation control. It remembers the
 * last good value of every entry, so that a typing error never takes a cost, a service level or a budget away. For one thread.
 */
public final class FleetPolicyReader {

    private final LastGood<Accelerator> accelerators =
            new LastGood<>("accelerator-unit-costs", AcceleratorEntry::parse);
    private final LastGood<ServiceClass> classes = new LastGood<>("service-classes-config", ServiceClassFile::parse);
    private final LastGood<Budget> budgets = new LastGood<>("tenant-budgets", this::budget);
    private final LastGood<Reserve> reserves = new LastGood<>("capacity-reserves", this::reserve);
    private final LastGood<NodePool> pools =
            new LastGood<>("node-pools", (name, text, previous, complaints) -> NodePoolEntry.parse(name, text));
    private final LastGood<CatalogueEntry> catalogue = new LastGood<>(
            Catalogues.CONFIG_MAP, (name, text, previous, complaints) -> CatalogueAddition.parse(name, text));
    private final SaturationTable saturation = new SaturationTable();
    private List<Accelerator> known = List.of();

    /**
     * The policy with the settings' problems and those of the tables.
     *
     * @param notices takes one line for each field without effect
     */
    public FleetPolicy read(PolicyTables tables, LiveSettings settings, List<String> notices) {
        List<ConfigProblem> problems = new ArrayList<>(settings.problems());
        List<CatalogueEntry> added = Catalogues.distinct(catalogue.read(tables.catalogue(), false, problems), problems);
        return ProductCatalogue.inForce().and(added).during(() -> read(tables, settings, notices, problems, added));
    }

    private FleetPolicy read(
            PolicyTables tables,
            LiveSettings settings,
            List<String> notices,
            List<ConfigProblem> problems,
            List<CatalogueEntry> added) {
        known = accelerators.read(tables.acceleratorCosts(), true, problems);
        return new FleetPolicy(
                known,
                classes.read(tables.serviceClasses(), false, problems),
                problems,
                settings.routing(),
                settings.scaleUpWindow(),
                settings.scaleDownWindow(),
                settings.calibration(),
                settings.simulation(),
                saturation.read(tables.saturationName(), tables.saturation(), problems, notices),
                settings.observeOnly(),
                budgets.read(tables.budgets(), false, problems),
                reserves.read(tables.reserves(), false, problems),
                pools.read(tables.nodePools(), false, problems),
                added,
                settings.changesPerCycle() == 0 ? null : Integer.valueOf(settings.changesPerCycle()));
    }

    private Reserve reserve(String name, String text, @Nullable Reserve previous, List<String> complaints) {
        return ReserveEntry.parse(name, text, known);
    }

    private Budget budget(String tenant, String text, @Nullable Budget previous, List<String> complaints) {
        return BudgetEntry.parse(tenant, text, known);
    }
}
