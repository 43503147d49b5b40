package dev.inferno.decision;

import dev.inferno.analysis.Demand;
import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.RejectedOption;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.queueing.OperatingPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in words and figures what a plan means for one variant. */
final class Story {

    private Story() {}

    /** One sentence: the load, what it needs, what it gets. */
    static String because(ServingGroup group, VariantPlan plan, Step step, int current) {
        List<String> parts = new ArrayList<>();
        VariantOption option = plan.option();
        Demand demand = group.demand();
        if (demand != null && option != null) {
            Demand.Counted counted = demand.counted();
            parts.add(counted == null ? needs(demand, plan, option) : counted.why() + ": wants " + plan.wanted());
        }
        if (plan.granted() < plan.wanted() && plan.blockedBy() != null) {
            parts.add("granted " + plan.granted() + ": " + plan.blockedBy().message());
        }
        if (!step.because().isEmpty()) {
            parts.add(step.because());
        }
        parts.add(step.replicas() == current ? "stays at " + current : current + " -> " + step.replicas());
        return String.join("; ", parts);
    }

    private static String needs(Demand demand, VariantPlan plan, VariantOption option) {
        String load = Figures.perMinute(demand.observedPerSecond());
        if (demand.plannedPerSecond() > demand.observedPerSecond()) {
            load += " (planned for " + Figures.perMinute(demand.plannedPerSecond()) + ")";
        }
        String bound = option.binding() == null
                ? ""
                : ", bound by " + option.binding().name().toLowerCase(Locale.ROOT);
        return String.format(
                Locale.ROOT,
                "%s need %d x %s (%s per replica%s)",
                load,
                plan.wanted(),
                option.accelerator(),
                Figures.perMinute(option.capacityOf(1)),
                bound);
    }

    /**
     * What the model expects of each replica; null when it cannot say, as beyond saturation. Below that overload is told as it
     * is: the router sends all of the demand, not only the part that can be served within the SLO.
     *
     * @param served part of the group's demand that all its variants together serve
     */
    static @Nullable Predicted predicted(ServingGroup group, VariantPlan plan, double served, int replicas) {
        VariantOption option = plan.option();
        Demand demand = group.demand();
        if (option == null || option.servers() == null || demand == null || replicas == 0) {
            return null;
        }
        double part = served > 0 ? plan.share() / served : 0;
        double perReplica = demand.requestsPerSecond() * part / replicas;
        OperatingPoint point = option.servers().fleet().replica(replicas).at(perReplica, group.level());
        if (!point.steady()) {
            return null;
        }
        return new Predicted(
                Figures.six(point.ttftMillis()),
                Figures.six(point.itlMillis()),
                Figures.six(point.waitMillis()),
                Figures.six(point.utilisation()));
    }

    /** How good a plan is known to be, and where its search ended. */
    static String quality(FleetPlan plan) {
        Double gap = plan.optimalityGap();
        String known;
        if (plan.variants().isEmpty()) {
            known = "none was made, every variant holds";
        } else if (gap == null) {
            known = "no bound on its cost is proven";
        } else if (gap == 0) {
            known = "proven: nothing that serves as much costs less";
        } else {
            known = "at most " + Figures.plain(100 * gap) + " % dearer than the least that serves as much";
        }
        return known
                + (plan.stoppedAtStep() == null
                        ? ""
                        : "; the clock stopped the search at look " + plan.stoppedAtStep()
                                + " (INFERNO_PLAN_DEADLINE)");
    }

    static List<OptionVerdict> verdicts(Sizable variant, VariantPlan plan) {
        List<OptionVerdict> verdicts = new ArrayList<>();
        for (VariantOption option : variant.options()) {
            boolean chosen = option.equals(plan.option());
            verdicts.add(new OptionVerdict(
                    option.accelerator(),
                    option.wanted(),
                    Figures.six(option.wanted() * option.costPerReplicaHour()),
                    chosen ? "chosen" : "possible",
                    chosen ? "least cost for the demand that can be placed" : "not needed, or dearer"));
        }
        verdicts.addAll(rejected(variant.rejected()));
        return verdicts;
    }

    static List<OptionVerdict> rejected(List<RejectedOption> rejected) {
        return rejected.stream()
                .map(option -> new OptionVerdict(option.accelerator(), null, null, "rejected", option.reason()))
                .toList();
    }
}
