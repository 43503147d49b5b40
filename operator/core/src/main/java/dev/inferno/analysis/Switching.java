package dev.inferno.analysis;

import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.snapshot.RollingUpdate;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.PlacementRequest;
import dev.inferno.topology.placement.PlacementResult;
import dev.inferno.topology.placement.Placer;
import dev.inferno.topology.placement.Planned;
import dev.inferno.topology.placement.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a running, steered Deployment may go over to another accelerator, which replaces every pod.
 *
 * <p>Problem: a template change whose rollout finds no room waits for ever, and a change that saves little is not worth
 * it. Method: another accelerator must save a part of the cost, or the present one must be full; then the rollout is
 * played through with the Deployment's own strategy ({@link Rollout}). Complexity: O(nodes + pods), and the rollout's.
 * Thread-safety: none, the ledger is scratch of one thread.
 */
public final class Switching {

    /** Time between two changes of a running template, which a rollout may take as well before it is given up. */
    public static final Duration REST = Duration.ofMinutes(10);

    /** Part of the cost that must be saved. */
    private static final double LEAST_SAVING = 0.1;

    private final CycleSnapshot seen;
    private final VariantState state;
    private final Target.Found found;
    private final SortedMap<String, Integer> running;
    private final CapacityLedger ledger;

    private Switching(CycleSnapshot seen, ClusterTopology topology, VariantState state, Target.Found found) {
        this.seen = seen;
        this.state = state;
        this.found = found;
        this.running = VariantAnalysis.runningByNode(seen, state, found.name());
        this.ledger = CapacityLedger.of(topology, others(seen, state, found.name()));
    }

    /** Null where nothing can be switched: no pods run, nothing steers them, or nobody reads nodes. */
    public static @Nullable Switching of(CycleSnapshot seen, ClusterTopology topology, VariantState state) {
        return state.target() instanceof Target.Found found
                        && found.steeredTo() != null
                        && seen.inventory() instanceof Inventory.Known
                ? new Switching(seen, topology, state, found)
                : null;
    }

    /** Whether a rollout that this variant began may still be under way. */
    public static boolean underWay(CycleSnapshot seen, VariantState state) {
        VariantMemory memory = seen.memory().of(state.key());
        return state.target() instanceof Target.Found found
                && found.rolloutRunning()
                && memory != null
                && memory.steered() != null
                && memory.steered().plus(REST).isAfter(seen.takenAt());
    }

    /** The options that may be planned, and why the others may not. */
    record Kept(List<VariantOption> options, List<RejectedOption> rejected) {}

    Kept keep(List<VariantOption> planned) {
        VariantOption present = planned.stream()
                .filter(option -> option.accelerator().equals(found.steeredTo()))
                .findFirst()
                .orElse(null);
        boolean enough = present != null && fits(present);
        var kept = new ArrayList<VariantOption>();
        var rejected = new ArrayList<RejectedOption>();
        for (VariantOption option : planned) {
            boolean little = enough && cost(option) >= (1 - LEAST_SAVING) * cost(present);
            if (option.equals(present)) {
                kept.add(option);
            } else if (little) {
                rejected.add(new RejectedOption(
                        option.accelerator(),
                        "saves less than 10 % of what " + found.steeredTo() + " costs, not worth replacing every pod"));
            } else {
                String refusal = refusal(option, List.of());
                if (refusal == null) {
                    kept.add(option);
                } else {
                    rejected.add(new RejectedOption(option.accelerator(), refusal, fits(option)));
                }
            }
        }
        return new Kept(kept, rejected);
    }

    /**
     * Why the pods may not be replaced by those of an option now; null when they may.
     *
     * @param others what other variants are about to start, with what they run
     */
    public @Nullable String refusal(VariantOption option, List<Planned> others) {
        VariantMemory memory = seen.memory().of(state.key());
        Instant steered = memory == null ? null : memory.steered();
        if (found.rolloutRunning()) {
            return "Deployment " + found.name() + " is being rolled out; another rollout waits for its end";
        }
        if (steered != null && steered.plus(REST).isAfter(seen.takenAt())) {
            return "the pods were steered to " + found.steeredTo() + " at " + steered + ", and not again within "
                    + REST.toMinutes() + " minutes";
        }
        int replicas = found.replicas();
        RollingUpdate strategy = found.rollingUpdate();
        int left = replicas - strategy.unavailable(replicas);
        if (left < least(replicas)) {
            return "replacing the pods with " + strategy + " would leave " + left + " of " + replicas
                    + " serving, and spec.minReplicas asks for " + least(replicas)
                    + "; lower maxUnavailable of Deployment "
                    + found.name() + " or raise its maxSurge";
        }
        try (var trial = ledger.trial()) {
            others.forEach(this::start);
            return outcome(option, replicas, strategy) instanceof Rollout.Outcome.Stops stops
                    ? text(stops, option, strategy)
                    : null;
        }
    }

    private Rollout.Outcome outcome(VariantOption option, int replicas, RollingUpdate strategy) {
        var before = new PlacementRequest(id(), found.pod(), null, replicas, left(replicas));
        var rollout = new Rollout(
                before, request(option, replicas), strategy.surge(replicas), strategy.unavailable(replicas));
        return rollout.outcome(ledger);
    }

    private String text(Rollout.Outcome.Stops stops, VariantOption option, RollingUpdate strategy) {
        int replicas = found.replicas();
        var text = new StringBuilder("replacing ")
                .append(replicas == 1 ? "the pod" : "all " + replicas + " pods")
                .append(" of Deployment ")
                .append(found.name())
                .append(" with ")
                .append(strategy)
                .append(" would stop for ever after ")
                .append(stops.replaced())
                .append(": ")
                .append(stops.why().message());
        for (int pods = 1; replicas - pods >= least(replicas); pods++) {
            if (outcome(option, replicas, strategy.withUnavailable(pods)) instanceof Rollout.Outcome.Completes) {
                return text.append(" Or set its maxUnavailable to ")
                        .append(pods)
                        .append('.')
                        .toString();
            }
        }
        for (int fewer = replicas - 1; fewer >= Math.max(1, least(replicas)); fewer--) {
            if (outcome(option, fewer, strategy) instanceof Rollout.Outcome.Completes) {
                return text.append(" Or scale it to ")
                        .append(fewer)
                        .append(" first.")
                        .toString();
            }
        }
        return text.toString();
    }

    /** Room for all replicas of the option once the present ones are gone. */
    private boolean fits(VariantOption option) {
        try (var trial = ledger.trial()) {
            return Placer.bestFit().place(request(option, option.wanted()), ledger) instanceof PlacementResult.Placed;
        }
    }

    private void start(Planned other) {
        PlacementRequest request = other.request();
        other.placement().replicasByNode().forEach((node, count) -> {
            int added = count - request.current().getOrDefault(node, 0);
            int room = ledger.room(node, request.shape().requests());
            ledger.reserve(node, request, Math.clamp(added, 0, room));
        });
    }

    private PlacementRequest request(VariantOption option, int replicas) {
        return new PlacementRequest(id(), option.pod(), option.product(), replicas, new TreeMap<>());
    }

    /** So many of the running pods, as the ReplicaSet controller would leave them: the fullest node gives first. */
    private SortedMap<String, Integer> left(int replicas) {
        var left = new TreeMap<>(running);
        int surplus = left.values().stream().mapToInt(Integer::intValue).sum() - replicas;
        for (int i = 0; i < surplus; i++) {
            String fullest = left.entrySet().stream()
                    .max((one, other) -> Integer.compare(one.getValue(), other.getValue()))
                    .orElseThrow()
                    .getKey();
            left.computeIfPresent(fullest, (node, count) -> count == 1 ? null : Integer.valueOf(count - 1));
        }
        return left;
    }

    private int least(int replicas) {
        return Math.min(state.spec().minReplicas(), replicas);
    }

    private String id() {
        return state.key().toString();
    }

    private static double cost(@Nullable VariantOption option) {
        return option == null ? 0 : option.wanted() * option.costPerReplicaHour();
    }

    /** Everything that stands, except the Deployment's own pods; those of its pods that leave already still hold theirs. */
    private static List<PodFacts> others(CycleSnapshot seen, VariantState state, String workload) {
        List<PodFacts> pods = seen.inventory() instanceof Inventory.Known known ? known.pods() : List.of();
        return pods.stream()
                .filter(pod -> pod.terminating()
                        || !pod.namespace().equals(state.key().namespace())
                        || !workload.equals(pod.workload()))
                .toList();
    }
}
