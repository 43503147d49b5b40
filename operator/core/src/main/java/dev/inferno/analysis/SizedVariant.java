package dev.inferno.analysis;

import dev.inferno.snapshot.VariantState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A variant between sizing and planning: what one replica of each option carries is known, the group's demand is not.
 *
 * @param blocker why it is held; null = it can be planned
 * @param workload Deployment it scales
 * @param floor fewest replicas the plan may give it
 * @param options what its options carry, cheapest per served request first
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
        List<String> notes) {

    /** A capacity list ends here; whoever needs more replicas of one option has a profile that is off. */
    private static final int LONGEST = 10_000;

    /** A demand this little above a whole number of replicas is rounding. */
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
        String accelerator = state.spec().currentAccelerator();
        return options.stream()
                .filter(option -> option.candidate().profile().accelerator().equals(accelerator))
                .findFirst()
                .map(SizedVariant::rate)
                .orElseGet(() ->
                        options.stream().mapToDouble(SizedVariant::rate).min().orElse(0));
    }

    /** @param demand null = unknown, then a blocker is set */
    GroupVariant toGroupVariant(@Nullable Demand demand) {
        if (blocker != null || demand == null) {
            var why = blocker == null ? new Blocker(Blocker.Reason.METRICS_MISSING, "the load is unknown") : blocker;
            return new GroupVariant.Held(state.key(), why, rejected);
        }
        List<VariantOption> planned = options.stream()
                .map(option -> option(option, demand.plannedPerSecond()))
                .sorted(CHEAPEST)
                .toList();
        String label = state.spec().currentAccelerator();
        return new GroupVariant.Sizable(
                state.key(),
                workload,
                floor,
                state.spec().maxReplicas(),
                current,
                label == null && planned.size() == 1 ? planned.getFirst().accelerator() : label,
                runningByNode,
                planned,
                rejected);
    }

    private VariantOption option(Sizing.Carries sized, double demand) {
        double each = eachOf(sized, demand);
        int needed = each > 0 ? (int) Math.min(LONGEST, Math.ceil(demand / each * (1 - ROUNDING))) : 0;
        int most = state.spec().maxReplicas() == null
                ? Integer.MAX_VALUE
                : state.spec().maxReplicas();
        int wanted = Math.min(most, Math.max(floor, needed));
        List<Double> capacity = new ArrayList<>();
        if (each > 0) {
            IntStream.rangeClosed(1, Math.max(1, wanted)).forEach(r -> capacity.add(r * each));
        }
        Candidate.Allowed candidate = sized.candidate();
        return new VariantOption(
                candidate.profile().accelerator(),
                candidate.product(),
                candidate.devices(),
                candidate.pod(),
                sized.batch(),
                candidate.costPerReplicaHour(),
                capacity,
                wanted,
                sized.binding(),
                sized.model());
    }

    /**
     * What one replica is taken to carry. Where it is only known roughly, replicas are added by what is likely and taken away by
     * what is sure; between the two they stay.
     */
    private double eachOf(Sizing.Carries sized, double demand) {
        double likely = rate(sized);
        Double sure = sized.cautiousPerReplica();
        if (sure == null || sure >= likely || current == 0) {
            return likely;
        }
        return Math.max(sure, Math.min(likely, demand / current * (1 + ROUNDING)));
    }

    private static double rate(Sizing.Carries option) {
        return option.perReplica() == null ? 0 : option.perReplica();
    }

    private static double orOne(double capacity) {
        return capacity > 0 ? capacity : 1;
    }
}
