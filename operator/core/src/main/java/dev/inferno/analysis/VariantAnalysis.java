package dev.inferno.analysis;

import dev.inferno.calibration.Calibration;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.Traffic;
import dev.inferno.sizing.Settled;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantSpec;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.ClusterTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out for one variant at a time what blocks it, or what each of its options carries. */
final class VariantAnalysis {

    private final CycleSnapshot seen;
    private final Candidates candidates;
    private final GroupLoad load;
    private final DemandHistory.Windows windows;
    private final ClusterTopology topology;

    VariantAnalysis(
            CycleSnapshot seen,
            ClusterTopology topology,
            Candidates candidates,
            GroupLoad load,
            DemandHistory.Windows windows) {
        this.seen = seen;
        this.topology = topology;
        this.candidates = candidates;
        this.load = load;
        this.windows = windows;
    }

    SizedVariant size(VariantState state, ResolvedLevel level) {
        Blocker blocker = unplannable(state);
        if (state.target() instanceof Target.Found found) {
            return blocker == null ? size(state, found, level) : held(state, blocker, found.replicas(), List.of());
        }
        return held(state, Objects.requireNonNull(blocker), 0, List.of());
    }

    /** Why there is no workload to plan; null when there is one. */
    static @Nullable Blocker unplannable(VariantState state) {
        return switch (state.target()) {
            case Target.Found found -> claims(found);
            case Target.NotFound missing ->
                new Blocker(
                        Blocker.Reason.TARGET_NOT_FOUND,
                        "Deployment " + missing.name() + " does not exist in namespace "
                                + state.key().namespace() + "; create it or correct spec.scaleTargetRef");
            case Target.UnsupportedKind other ->
                new Blocker(
                        Blocker.Reason.UNSUPPORTED_KIND,
                        "kind " + other.workloadKind() + " of " + other.name() + " cannot be scaled; use a Deployment");
            case Target.Claimed claimed ->
                new Blocker(
                        Blocker.Reason.TARGET_CLAIMED,
                        "Deployment " + claimed.name() + " belongs to VariantAutoscaling " + claimed.owner()
                                + ", which is older; point one of the two elsewhere");
        };
    }

    /** Planned for the resources they ask for, its pods would seem to need no device at all. */
    private static @Nullable Blocker claims(Target.Found found) {
        return found.resourceClaims().isEmpty()
                ? null
                : new Blocker(
                        Blocker.Reason.INVALID_CONFIGURATION,
                        "Deployment " + found.name() + " gets devices by resourceClaims ("
                                + String.join(", ", found.resourceClaims())
                                + "), of which nobody here knows how many are free; ask for an extended resource such as"
                                + " nvidia.com/gpu instead");
    }

    private SizedVariant size(VariantState state, Target.Found found, ResolvedLevel resolved) {
        VariantSpec spec = state.spec();
        Blocker blocker = blocker(spec, resolved);
        if (blocker != null) {
            return held(state, blocker, found.replicas(), List.of());
        }
        ServiceLevel level = resolved.level() == null ? ServiceLevel.NONE : resolved.level();
        Traffic traffic = load.traffic(seen.policy().routing());
        var options = new ArrayList<Sizing.Carries>();
        var rejected = new ArrayList<RejectedOption>();
        var tooSlow = new ArrayList<RejectedOption>();
        for (var row : spec.accelerators()) {
            switch (candidates.judge(row, spec, found)) {
                case Candidate.Refused refused -> rejected.add(refused.why());
                case Candidate.Allowed allowed -> {
                    switch (sizing(state, allowed, traffic, level)) {
                        case Sizing.Carries carries ->
                            options.add(carries.times(settled(seen, state, row.accelerator())));
                        case Sizing.Invalid invalid -> rejected.add(invalid.why());
                        case Sizing.Unattainable no -> tooSlow.add(no.why());
                    }
                }
            }
        }
        rejected.addAll(tooSlow);
        if (load.blocker() != null) {
            return held(state, load.blocker(), found.replicas(), rejected);
        }
        if (options.isEmpty()) {
            Blocker none = tooSlow.isEmpty()
                    ? noneLeft(spec, rejected)
                    : new Blocker(Blocker.Reason.SLO_UNATTAINABLE, reasons(tooSlow));
            return held(state, none, found.replicas(), rejected);
        }
        return plannable(state, found, options, rejected);
    }

    private Sizing sizing(
            VariantState state, Candidate.Allowed allowed, @Nullable Traffic traffic, ServiceLevel level) {
        Calibration learned = Learning.of(seen, state, allowed.profile());
        return learned == null || traffic == null
                ? Sizing.of(allowed, traffic, level)
                : Sizing.of(allowed, traffic, level, learned);
    }

    /** What simulations have found of the capacity by formula; 1 = nothing. */
    static double settled(CycleSnapshot seen, VariantState state, String accelerator) {
        VariantMemory memory = seen.memory().of(state.key());
        return memory == null || !seen.policy().simulation()
                ? 1
                : memory.settled().stream()
                        .filter(found -> found.accelerator().equals(accelerator))
                        .mapToDouble(Settled::factor)
                        .findFirst()
                        .orElse(1);
    }

    private SizedVariant plannable(
            VariantState state, Target.Found found, List<Sizing.Carries> options, List<RejectedOption> rejected) {
        VariantSpec spec = state.spec();
        String hold = Stabilisation.holdsScaleIn(seen, state.key(), load, windows);
        int floor = Math.max(spec.minReplicas(), hold == null ? 0 : found.replicas());
        if (spec.maxReplicas() != null) {
            floor = Math.min(floor, spec.maxReplicas());
        }
        var notes = new ArrayList<String>();
        if (hold != null && found.replicas() > spec.minReplicas()) {
            notes.add(state.key() + ": " + hold);
        }
        options.stream()
                .flatMap(option -> Stream.ofNullable(option.candidate().note()))
                .forEach(note -> notes.add(state.key() + ": " + note));
        spec.accelerators().stream()
                .flatMap(row -> Learning.notes(seen, state, row).stream())
                .forEach(note -> notes.add(state.key() + ": " + note));
        spec.accelerators().stream()
                .filter(row -> row.law() != null && row.problem() != null)
                .forEach(row -> notes.add(state.key() + ": " + row.accelerator() + ": " + row.problem()));
        return new SizedVariant(
                state,
                null,
                found.name(),
                found.replicas(),
                floor,
                runningByNode(seen, state, found.name()),
                options,
                rejected,
                notes,
                switching(state, found, options));
    }

    private @Nullable Switching switching(VariantState state, Target.Found found, List<Sizing.Carries> options) {
        boolean stays = options.stream()
                .allMatch(option -> option.candidate().profile().accelerator().equals(found.steeredTo()));
        return stays ? null : Switching.of(seen, topology, state);
    }

    private @Nullable Blocker blocker(VariantSpec spec, ResolvedLevel level) {
        if (spec.accelerators().isEmpty()) {
            return spec.problems().stream().anyMatch(problem -> problem.contains("modelProfile"))
                    ? new Blocker(Blocker.Reason.INVALID_CONFIGURATION, String.join("; ", spec.problems()))
                    : new Blocker(
                            Blocker.Reason.SATURATION_ONLY,
                            "no spec.modelProfile, while other variants of the model have one and are sized for all of "
                                    + "its load: replicas are kept as they are; add a profile of at least one accelerator");
        }
        String problem = level.problem() == null ? candidates.currentProblem(spec) : level.problem();
        if (problem != null) {
            return new Blocker(Blocker.Reason.INVALID_CONFIGURATION, problem);
        }
        return noInventory(seen);
    }

    static @Nullable Blocker noInventory(CycleSnapshot seen) {
        return switch (seen.inventory()) {
            case Inventory.Unknown unknown -> new Blocker(Blocker.Reason.INVENTORY_UNKNOWN, unknown.reason());
            case Inventory.Off off -> null;
            case Inventory.Known known ->
                known.nodes().isEmpty() ? new Blocker(Blocker.Reason.INVENTORY_UNKNOWN, "no node could be read") : null;
        };
    }

    static SortedMap<String, Integer> runningByNode(CycleSnapshot seen, VariantState state, String workload) {
        var running = new TreeMap<String, Integer>();
        if (seen.inventory() instanceof Inventory.Known known) {
            known.pods().stream()
                    .filter(pod -> pod.namespace().equals(state.key().namespace()) && workload.equals(pod.workload()))
                    .filter(pod -> !pod.terminating())
                    .flatMap(pod -> Stream.ofNullable(pod.node()))
                    .forEach(node -> running.merge(node, 1, Integer::sum));
        }
        return running;
    }

    static Blocker noneLeft(VariantSpec spec, List<RejectedOption> rejected) {
        String problems = spec.problems().isEmpty() ? "" : "; also " + String.join("; ", spec.problems());
        return new Blocker(
                Blocker.Reason.INVALID_CONFIGURATION,
                "no accelerator of spec.modelProfile can be used: " + reasons(rejected) + problems);
    }

    private static String reasons(List<RejectedOption> rejected) {
        return String.join(
                "; ",
                rejected.stream()
                        .map(option -> option.accelerator() + ": " + option.reason())
                        .toList());
    }

    private static SizedVariant held(VariantState state, Blocker blocker, int current, List<RejectedOption> rejected) {
        return new SizedVariant(state, blocker, "", current, 0, new TreeMap<>(), List.of(), rejected, List.of(), null);
    }
}
