package dev.inferno.analysis;

import dev.inferno.serving.ServiceLevel;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.ModelKey;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.ClusterTopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Analyses one group: what it is promised, what is asked of it, and what each variant could do about it. */
final class GroupAnalysis {

    private final CycleSnapshot seen;
    private final ClusterTopology topology;
    private final Candidates candidates;
    private final ServiceClasses classes;

    GroupAnalysis(CycleSnapshot seen, ClusterTopology topology, Candidates candidates) {
        this.seen = seen;
        this.topology = topology;
        this.candidates = candidates;
        this.classes = new ServiceClasses(seen.policy().classes());
    }

    /** @param variants at least one, all of this model */
    ServingGroup analyse(ModelKey model, List<VariantState> variants) {
        List<ResolvedLevel> levels = variants.stream()
                .map(variant -> classes.resolve(variant.key(), variant.spec()))
                .toList();
        var windows = DemandHistory.Windows.of(
                variants.stream().map(VariantState::spec).toList(), seen.policy());
        return SaturationAnalysis.rules(variants)
                ? saturated(model, variants, levels, windows)
                : sized(model, variants, levels, windows);
    }

    private ServingGroup sized(
            ModelKey model, List<VariantState> variants, List<ResolvedLevel> levels, DemandHistory.Windows windows) {
        GroupLoad load = GroupLoad.of(seen.load(model), tokensPerSecond(levels), nothingRuns(variants));
        var analysis = new VariantAnalysis(seen, topology, candidates, load, windows);
        var sized = new ArrayList<SizedVariant>();
        var notes = new ArrayList<>(load.notes());
        for (int i = 0; i < variants.size(); i++) {
            VariantState variant = variants.get(i);
            sized.add(analysis.size(variant, levels.get(i)));
            levels.get(i).notes().forEach(note -> notes.add(variant.key() + ": " + note));
            variant.spec().problems().forEach(problem -> notes.add(variant.key() + ": " + problem));
            notes.addAll(sized.getLast().notes());
        }
        Demand demand = load.blocker() == null ? Stabilisation.demand(seen, load, sized, windows) : null;
        List<GroupVariant> members =
                sized.stream().map(variant -> variant.toGroupVariant(demand)).toList();
        return group(model, levels, demand, members, notes);
    }

    private ServingGroup saturated(
            ModelKey model, List<VariantState> variants, List<ResolvedLevel> levels, DemandHistory.Windows windows) {
        var saturation = new SaturationAnalysis(seen, topology, model, variants, windows, learned(variants, levels));
        Blocker blocker = saturation.blocker();
        Demand demand = blocker == null ? saturation.demand() : null;
        List<GroupVariant> members = new ArrayList<>(demand == null ? List.of() : saturation.sizable(demand));
        var notes = new ArrayList<>(saturation.notes());
        for (VariantState variant : variants) {
            variant.spec().problems().forEach(problem -> notes.add(variant.key() + ": " + problem));
            Blocker own = VariantAnalysis.unplannable(variant);
            Blocker held = own == null ? blocker : own;
            if (held != null) {
                members.add(new GroupVariant.Held(variant.key(), held, List.of()));
            }
        }
        members.sort(Comparator.comparing(GroupVariant::key));
        return group(model, levels, demand, members, notes);
    }

    /** A reading tells of all servers of a model together, so several variants cannot be told apart. */
    private LearnedLaw learned(List<VariantState> variants, List<ResolvedLevel> levels) {
        VariantState variant = variants.getFirst();
        if (variants.size() > 1 || !(variant.target() instanceof Target.Found target)) {
            return new LearnedLaw.Unknown("law not known: several variants serve the model");
        }
        return LearnedLaw.of(
                seen,
                variant,
                target,
                RunningOn.of(variant, target, seen, topology),
                levels.getFirst(),
                GroupLoad.of(seen.load(variant.model()), tokensPerSecond(levels), false));
    }

    private ServingGroup group(
            ModelKey model,
            List<ResolvedLevel> levels,
            @Nullable Demand demand,
            List<GroupVariant> members,
            List<String> notes) {
        ResolvedLevel leading = leading(levels);
        return new ServingGroup(
                model,
                leading.serviceClass(),
                leading.priority(),
                leading.level() == null ? ServiceLevel.NONE : leading.level(),
                seen.policy().routing(),
                demand,
                members,
                notes.stream().distinct().toList());
    }

    private static boolean nothingRuns(List<VariantState> variants) {
        return variants.stream()
                .allMatch(variant -> variant.target() instanceof Target.Found found
                        && found.replicas() == 0
                        && found.podReplicas() == 0);
    }

    /** The most important level found speaks for the group; of equals the first variant's. */
    private static ResolvedLevel leading(List<ResolvedLevel> levels) {
        return levels.stream()
                .min(Comparator.comparing((ResolvedLevel level) -> level.level() == null)
                        .thenComparingInt(ResolvedLevel::priority))
                .orElseThrow();
    }

    private static double tokensPerSecond(List<ResolvedLevel> levels) {
        return levels.stream()
                .mapToDouble(level -> level.level() == null ? 0 : level.level().tokensPerSecond())
                .max()
                .orElse(0);
    }
}
