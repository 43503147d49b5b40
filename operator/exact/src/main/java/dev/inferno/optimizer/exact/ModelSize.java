package dev.inferno.optimizer.exact;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.optimizer.PlanningProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the model can express, and how large it may become. */
final class ModelSize {

    /** Bools of counts: with more, one worker spends its whole budget on reading the model. */
    private static final int MOST_COUNTS = 100_000;

    /** Most options times nodes. */
    private static final long MOST_PLACES = 1_000_000;

    private static final double ROUNDING = 1e-9;

    private ModelSize() {}

    /** What is beyond it, and the way out; null when nothing is. */
    static @Nullable String beyond(PlanningProblem problem) {
        long counts = 0;
        long options = 0;
        for (ServingGroup group : problem.groups()) {
            List<Sizable> variants = Demands.sizable(group);
            boolean mixes = Demands.mixes(group);
            for (Sizable variant : variants) {
                for (VariantOption option : variant.options()) {
                    options++;
                    counts += Demands.most(group, variant, option);
                    if (mixes && !isLinear(option)) {
                        return "the exact engine does not know a router that splits equally (" + group.routing()
                                + ") between replicas of " + variant.key() + " on " + option.accelerator()
                                + ", of which each carries more the more there are";
                    }
                }
            }
        }
        if (counts > MOST_COUNTS || options * problem.nodes().size() > MOST_PLACES) {
            return "the exact engine takes up to " + MOST_COUNTS + " counts and " + MOST_PLACES
                    + " options times nodes, but this fleet has " + counts + " and " + options + " x "
                    + problem.nodes().size() + "; plan a part of it";
        }
        return null;
    }

    private static boolean isLinear(VariantOption option) {
        int last = option.capacity().size();
        double first = option.capacityOf(1);
        return last == 0 || Math.abs(option.capacityOf(last) / last - first) <= first * ROUNDING;
    }
}
