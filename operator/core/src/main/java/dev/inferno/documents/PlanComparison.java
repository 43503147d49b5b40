package dev.inferno.documents;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.decision.Figures;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.VariantPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The same fleet planned by both engines, within the same steps. */
public record PlanComparison(@Nullable String name, List<Model> models, PlanningAnswer fast, PlanningAnswer exact) {

    /** One model and what each engine gives it. */
    public record Model(String namespace, String model, int priority, Given fast, Given exact) {}

    /** @param unmet part of the model's demand that stays unserved, 0..1 */
    public record Given(int replicas, double unmet, double costPerHour) {}

    /** @param groups the models planned, most important first in the answer */
    public static PlanComparison of(@Nullable String name, List<ServingGroup> groups, Planned fast, Planned exact) {
        List<Model> models = groups.stream()
                .sorted(Comparator.comparingInt(ServingGroup::priority).thenComparing(ServingGroup::model))
                .map(group -> new Model(
                        group.model().namespace(),
                        group.model().modelId(),
                        group.priority(),
                        given(group, fast.plan()),
                        given(group, exact.plan())))
                .toList();
        return new PlanComparison(name, models, fast.answer(name), exact.answer(name));
    }

    /** A plan and the wall clock of making it. */
    public record Planned(FleetPlan plan, double millis) {

        private PlanningAnswer answer(@Nullable String name) {
            return PlanningAnswers.of(name, plan, null, List.of(), millis);
        }
    }

    private static Given given(ServingGroup group, FleetPlan plan) {
        List<VariantPlan> own = group.variants().stream()
                .map(variant -> plan.of(variant.key()))
                .filter(Objects::nonNull)
                .toList();
        int replicas = own.stream().mapToInt(VariantPlan::granted).sum();
        double served = own.stream().mapToDouble(VariantPlan::share).sum();
        double cost = own.stream()
                .mapToDouble(variant -> variant.option() == null
                        ? 0
                        : variant.granted() * variant.option().costPerReplicaHour())
                .sum();
        boolean idle = group.demand() == null || group.demand().plannedPerSecond() <= 0;
        return new Given(replicas, idle ? 0 : Figures.six(Math.max(0, 1 - served)), Figures.six(cost));
    }
}
