package dev.inferno.documents;

import dev.inferno.decision.Figures;
import dev.inferno.decision.NextReplica;
import dev.inferno.optimizer.BlockedBy;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Unblock;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.topology.placement.Pinning;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a plan as the answer of a planning case. */
public final class PlanningAnswers {

    private PlanningAnswers() {}

    /**
     * @param pinning see {@link PlanningAnswer}
     * @param unblocks see there
     * @param solveMillis wall clock of optimising and placing
     */
    public static PlanningAnswer of(
            @Nullable String name,
            FleetPlan plan,
            @Nullable Pinning pinning,
            List<Unblock> unblocks,
            double solveMillis) {
        List<PlanningAnswer.Variant> variants = new ArrayList<>();
        List<PlanningAnswer.Placed> placement = new ArrayList<>();
        for (VariantPlan variant : plan.variants()) {
            variants.add(variant(variant));
            variant.placement()
                    .replicasByNode()
                    .forEach((node, replicas) -> placement.add(new PlanningAnswer.Placed(
                            variant.key().namespace(), variant.key().name(), node, replicas)));
        }
        var unmet = new TreeMap<String, Double>();
        plan.score().unmetByPriority().forEach((priority, sum) -> unmet.put(priority.toString(), Figures.six(sum)));
        return new PlanningAnswer(
                name,
                variants,
                placement,
                unblocks.stream().map(PlanningAnswers::unblock).toList(),
                Figures.six(plan.costPerHour()),
                Figures.six(plan.score().transition()),
                unmet,
                six(plan.lowerBound()),
                six(plan.optimalityGap()),
                pinning == Pinning.NONE,
                pinning,
                Figures.six(plan.score().fragmentation()),
                plan.stoppedAtStep(),
                plan.provenance().engine(),
                plan.provenance().proven(),
                plan.provenance().note(),
                Figures.six(solveMillis));
    }

    private static PlanningAnswer.Unblock unblock(Unblock unblock) {
        return new PlanningAnswer.Unblock(
                unblock.variant().namespace(),
                unblock.variant().name(),
                unblock.accelerator(),
                unblock.additions().stream().map(PlanningAnswers::addition).toList(),
                Figures.six(unblock.serves()),
                Figures.six(unblock.costPerHour()),
                six(unblock.price()));
    }

    private static PlanningAnswer.Addition addition(Unblock.Addition addition) {
        var told = NextReplica.Addition.of(addition);
        return new PlanningAnswer.Addition(told.resource(), told.where(), told.amount());
    }

    private static @Nullable Double six(@Nullable Double value) {
        return value == null ? null : Figures.six(value);
    }

    private static PlanningAnswer.Variant variant(VariantPlan plan) {
        BlockedBy blocked = plan.blockedBy();
        return new PlanningAnswer.Variant(
                plan.key().namespace(),
                plan.key().name(),
                plan.granted() == 0 || plan.option() == null
                        ? null
                        : plan.option().accelerator(),
                plan.wanted(),
                plan.granted(),
                Figures.six(plan.share()),
                blocked == null
                        ? null
                        : new PlanningAnswer.Blocked(blocked.reason().name(), blocked.resource(), blocked.message()));
    }
}
