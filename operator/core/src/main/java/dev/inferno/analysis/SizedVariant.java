package dev.inferno.analysis;

import dev.inferno.sizing.FleetCapacity;
import dev.inferno.snapshot.VariantState;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A variant between sizing and planning: what one replica of each option carries is known, the group's demand is not.
 *
 * @param blocker why it is held; null = it can be planned
 * @param workload Deployment it scales
 * @param floor fewest replicas the plan may give it
 * @param options what its options carry, cheapest per served request first
 * @param switching whether running pods may go over to another of them; null when none are steered
 */
record SizedVariant(
        VariantState state,
        @Nullable Blocker blocker,
        String workload,
        int current,
        int floor,
        SortedMap<String, Integer> runningByNode,
        List<Sizing.Carries> options,
        List<RejectedOption> rejected,
        List<String> notes,
        @Nullable Switching switching) {

    /** A capacity list ends here; whoever needs more replicas of one option has a profile that is off. */
    static final int LONGEST = 10_000;

    /** A demand this little above what is carried is rounding. */
    private static final double ROUNDING = 1e-9;

    private static final Comparator<VariantOption> CHEAPEST = Comparator.comparingDouble((VariantOption option) ->
                    option.costPerReplicaHour() / Math.max(1e-12, orOne(option.capacityOf(1))))
            .thenComparing(VariantOption::accelerator);

    SizedVariant {
        options = List.copyOf(options);
        rejected = List.copyOf(rejected);
        notes = List.copyOf(notes);
    }

    /** What a replica carries now, or would: that of the current accelerator, else the least of all options. */
    double perReplicaNow() {
        String accelerator = state.currentAccelerator();
        return options.stream()
                .filter(option -> option.candidate().profile().accelerator().equals(accelerator))
                .findFirst()
                .map(option -> option.each(current))
                .orElseGet(() -> options.stream()
                        .mapToDouble(option -> option.each(current))
                        .min()
                        .orElse(0));
    }

    /** @param demand null = unknown, then a blocker is set */
    GroupVariant toGroupVariant(@Nullable Demand demand) {
        if (blocker != null || demand == null) {
            var why = blocker == null ? new Blocker(Blocker.Reason.METRICS_MISSING, "the load is unknown") : blocker;
            return new GroupVariant.Held(state.key(), why, rejected);
        }
        List<VariantOption> carrying = options.stream()
                .map(option -> option(option, demand.plannedPerSecond()))
                .sorted(CHEAPEST)
                .toList();
        var kept = switching == null ? new Switching.Kept(carrying, List.of()) : switching.keep(carrying);
        List<VariantOption> planned = kept.options();
        List<RejectedOption> out =
                Stream.concat(rejected.stream(), kept.rejected().stream()).toList();
        if (planned.isEmpty()) {
            return new GroupVariant.Held(state.key(), VariantAnalysis.noneLeft(state.spec(), out), out);
        }
        String label = state.currentAccelerator();
        return new GroupVariant.Sizable(
                state.key(),
                workload,
                floor,
                state.spec().maxReplicas(),
                current,
                label == null && planned.size() == 1 ? planned.getFirst().accelerator() : label,
                runningByNode,
                planned,
                out,
                state.maxPendingReplicas());
    }

    private VariantOption option(Sizing.Carries sized, double demand) {
        FleetCapacity capacity = sized.capacity();
        int most = state.spec().maxReplicas() == null
                ? Integer.MAX_VALUE
                : state.spec().maxReplicas();
        int needed = capacity == null ? 0 : needed(capacity, sized.sure(), demand, Math.min(current, most));
        int wanted = Math.min(most, Math.max(floor, needed));
        Candidate.Allowed candidate = sized.candidate();
        return new VariantOption(
                candidate.profile().accelerator(),
                candidate.product(),
                candidate.devices(),
                candidate.pod(),
                sized.batch(),
                candidate.costPerReplicaHour(),
                capacity == null ? List.of() : carried(capacity, Math.max(1, wanted), demand, needed),
                wanted,
                capacity == null ? null : capacity.alone().binding(),
                capacity);
    }

    /** Replicas are added by what is likely and taken away by what is sure; between the two they stay. */
    private static int needed(FleetCapacity likely, @Nullable FleetCapacity sure, double demand, int running) {
        int least = likely.needed(demand, LONGEST);
        return sure == null ? least : Math.max(least, Math.min(running, sure.needed(demand, LONGEST)));
    }

    /** Of 1 .. {@code most} replicas, so that fewer than needed never seem to be enough. */
    private static List<Double> carried(FleetCapacity likely, int most, double demand, int needed) {
        List<Double> carried = likely.upTo(most);
        if (needed < 2 || likely.of(needed - 1) < demand) {
            return carried;
        }
        double sure = demand / likely.of(needed) * (1 + ROUNDING);
        return carried.stream().map(perSecond -> perSecond * sure).toList();
    }

    private static double orOne(double capacity) {
        return capacity > 0 ? capacity : 1;
    }
}
