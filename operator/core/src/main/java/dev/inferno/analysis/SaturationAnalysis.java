package dev.inferno.analysis;

import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.ModelKey;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.OfferedLoad;
import dev.inferno.snapshot.ReplicaUse;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantSpec;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.ClusterTopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Analyses a group none of whose variants has a profile: the {@link SaturationRule} says how many replicas, and the law that was
 * learned of them, once it is known, how many at least; here they are given the form of a demand that the plan can serve.
 *
 * <p>Method: one replica of any variant carries one unit. Every variant is asked for what it has, so that nothing is moved from one
 * to another; what is to come goes where the plan finds it cheapest, what is to go is taken from the dearest first. Complexity:
 * O(variants). Thread-safety: immutable.
 */
final class SaturationAnalysis {

    private final CycleSnapshot seen;
    private final ClusterTopology topology;
    private final List<VariantState> variants;
    private final DemandHistory.Windows windows;
    private final SaturationRule rule;
    private final List<ReplicaUse> replicas;
    private final GroupLoad load;
    private final LearnedLaw law;

    SaturationAnalysis(
            CycleSnapshot seen,
            ClusterTopology topology,
            ModelKey model,
            List<VariantState> variants,
            DemandHistory.Windows windows,
            LearnedLaw law) {
        this.law = law;
        this.seen = seen;
        this.topology = topology;
        this.variants = List.copyOf(variants);
        this.windows = windows;
        this.rule = new SaturationRule(seen.policy().saturationOf(model), FullBatches.of(seen, variants));
        this.replicas = seen.load(model).observed().replicas();
        this.load = GroupLoad.ofReplicas(seen.load(model), this::wanted);
    }

    /** Whether nothing is known of the variants' servers: none brings a profile, not even one that cannot be read. */
    static boolean rules(List<VariantState> variants) {
        return variants.stream()
                .map(VariantState::spec)
                .allMatch(spec -> spec.accelerators().isEmpty()
                        && spec.problems().stream().noneMatch(problem -> problem.contains("modelProfile")));
    }

    /** Why nothing can be decided; null when something can. */
    @Nullable
    Blocker blocker() {
        Blocker noInventory = VariantAnalysis.noInventory(seen);
        return noInventory == null ? load.blocker() : noInventory;
    }

    /** Asked only where nothing blocks. */
    Demand demand() {
        List<VariantKey> keys = variants.stream().map(VariantState::key).toList();
        double planned = Stabilisation.planned(seen, keys, load.perSecond(), asked(), windows);
        return new Demand(load.perSecond(), planned, Objects.requireNonNull(load.tokens()), load.partial(), counted());
    }

    private Demand.Counted counted() {
        String told = rule.tell(replicas);
        return switch (law) {
            case LearnedLaw.Known known ->
                new Demand.Counted(
                        true,
                        known.perSecond(),
                        "no spec.modelProfile, so sized by the law learned of these servers (status.calibration), at most "
                                + known.carries().batch() + " requests at a time, which asks for " + known.wanted()
                                + ", and never below the saturation rule: " + told);
            case LearnedLaw.Unknown unknown ->
                new Demand.Counted(
                        false, 0, "no spec.modelProfile, so controlled by saturation: " + told + "; " + unknown.why());
        };
    }

    /** Those that have a workload which can be planned; the others are held. */
    List<GroupVariant> sizable(Demand demand) {
        List<Controlled> controlled =
                new ArrayList<>(found().filter(variant -> VariantAnalysis.unplannable(variant) == null)
                        .map(variant -> controlled(variant, (Target.Found) variant.target()))
                        .toList());
        int planned = (int) Math.round(demand.plannedPerSecond());
        int over = controlled.stream().mapToInt(Controlled::floor).sum() - planned;
        controlled.sort(Controlled.DEAREST);
        List<GroupVariant> sizable = new ArrayList<>();
        for (Controlled variant : controlled) {
            int given = Math.clamp(over, 0, variant.floor() - variant.least());
            over -= given;
            sizable.add(variant.sizable(variant.floor() - given, planned, law));
        }
        return sizable;
    }

    /** What of the reading is not as it should be, and why a variant does not shrink although it could. */
    List<String> notes() {
        Stream<String> held = found().filter(
                        variant -> current(variant) > variant.spec().minReplicas())
                .flatMap(variant -> Stream.ofNullable(Stabilisation.holdsScaleIn(seen, variant.key(), load, windows))
                        .map(hold -> variant.key() + ": " + hold));
        return Stream.concat(load.notes().stream(), held).toList();
    }

    private int wanted(OfferedLoad offered, Observed observed) {
        List<Target.Found> targets =
                found().map(variant -> (Target.Found) variant.target()).toList();
        boolean rollout = targets.stream().anyMatch(Target.Found::rolloutRunning);
        boolean settled = targets.stream()
                .allMatch(target ->
                        target.readyReplicas() == target.replicas() && target.podReplicas() == target.replicas());
        int full = rule.wanted(
                new SaturationRule.Fleet(observed.replicas(), asked(), rollout, settled, offered.perSecond()));
        return law instanceof LearnedLaw.Known known ? Math.max(full, known.wanted()) : full;
    }

    private Stream<VariantState> found() {
        return variants.stream().filter(variant -> variant.target() instanceof Target.Found);
    }

    private int asked() {
        return variants.stream().mapToInt(SaturationAnalysis::current).sum();
    }

    private static int current(VariantState variant) {
        return variant.target() instanceof Target.Found found ? found.replicas() : 0;
    }

    private Controlled controlled(VariantState state, Target.Found target) {
        SortedMap<String, Integer> nodes = VariantAnalysis.runningByNode(seen, state, target.name());
        VariantSpec spec = state.spec();
        int most = spec.maxReplicas() == null ? Integer.MAX_VALUE : spec.maxReplicas();
        int floor = Math.min(most, Math.max(spec.minReplicas(), target.replicas()));
        boolean held = Stabilisation.holdsScaleIn(seen, state.key(), load, windows) != null;
        int least = held ? floor : Math.min(floor, spec.minReplicas());
        return new Controlled(
                state,
                target,
                nodes,
                RunningOn.of(state, target, nodes.keySet(), seen.policy(), topology),
                floor,
                least);
    }

    /**
     * A variant with a workload.
     *
     * @param floor what it has, within its bounds
     * @param least what it may shrink to
     */
    private record Controlled(
            VariantState state,
            Target.Found target,
            SortedMap<String, Integer> nodes,
            RunningOn on,
            int floor,
            int least) {

        /** Of equals the last by name, as the first by name is the first to grow. */
        static final Comparator<Controlled> DEAREST = Comparator.comparingDouble(
                        (Controlled variant) -> variant.on().costPerReplicaHour())
                .thenComparing(variant -> variant.state().key())
                .reversed();

        GroupVariant sizable(int from, int planned, LearnedLaw law) {
            Sizing.Carries carries = law instanceof LearnedLaw.Known known ? known.carries() : null;
            Integer most = state.spec().maxReplicas();
            int wanted = Math.max(from, most == null ? planned : Math.min(most, planned));
            var option = new VariantOption(
                    on.accelerator(),
                    null,
                    on.devices(),
                    target.pod(),
                    carries == null ? 0 : carries.batch(),
                    on.costPerReplicaHour(),
                    Stream.iterate(1.0, carried -> carried + 1)
                            .limit(Math.max(1, wanted))
                            .toList(),
                    wanted,
                    carries == null || carries.capacity() == null
                            ? null
                            : carries.capacity().alone().binding(),
                    carries == null ? null : carries.capacity());
            return new GroupVariant.Sizable(
                    state.key(),
                    target.name(),
                    from,
                    most,
                    target.replicas(),
                    on.accelerator(),
                    nodes,
                    List.of(option),
                    List.of(),
                    state.maxPendingReplicas());
        }
    }
}
