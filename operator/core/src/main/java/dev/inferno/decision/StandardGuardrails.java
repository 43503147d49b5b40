package dev.inferno.decision;

import dev.inferno.analysis.DemandHistory;
import dev.inferno.analysis.FullBatches;
import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.GroupVariant.Held;
import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.Learning;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.ElasticPools;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.Memory.Scaling;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantSpec;
import dev.inferno.snapshot.VariantState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The guardrails of the contract.
 *
 * <p>Problem: from a plan to the next legal step of every variant. Method: level-based, one variant at a time; what cannot
 * be sized holds what it has, what can moves towards the plan within minimum, step limits, pauses and other scalers.
 * Complexity: linear in variants. Thread-safety: immutable.
 */
final class StandardGuardrails implements Guardrails {

    /** A condition is no log: the first few mistakes are enough to find the others. */
    private static final int MOST_PROBLEMS = 3;

    @Override
    public Decision decide(FleetPlan plan, List<ServingGroup> groups, CycleSnapshot seen) {
        List<NextReplica> next = NextReplica.of(groups, plan, seen);
        List<VariantDecision> steps = new ArrayList<>();
        for (ServingGroup group : groups) {
            for (GroupVariant variant : group.variants()) {
                steps.add(one(group, variant, plan, next, new Rollouts(seen, groups, plan, steps)));
            }
        }
        List<VariantDecision> decisions = ChangeLimit.of(seen.policy()).applied(steps, groups).stream()
                .sorted(Comparator.comparing(VariantDecision::key))
                .toList();
        List<Action.LabelNodes> labels = decisions.stream()
                .flatMap(decision -> Stream.ofNullable(NodeMarks.of(decision, seen)))
                .toList();
        List<Action.PreferVictims> victims = decisions.stream()
                .flatMap(decision -> Stream.ofNullable(Victims.of(decision, seen)))
                .toList();
        return new Decision(seen.id(), decisions, memory(decisions, groups, seen), labels, victims);
    }

    private static Memory memory(List<VariantDecision> decisions, List<ServingGroup> groups, CycleSnapshot seen) {
        Map<VariantKey, VariantDecision> byKey =
                decisions.stream().collect(Collectors.toMap(VariantDecision::key, decision -> decision));
        SortedMap<String, VariantMemory> memory = new TreeMap<>();
        for (ServingGroup group : groups) {
            DemandHistory.Windows windows = windows(group, seen);
            for (GroupVariant variant : group.variants()) {
                var decision = Objects.requireNonNull(byKey.get(variant.key()), "a decision for every variant");
                memory.put(variant.key().toString(), remember(decision, group, windows, seen));
            }
        }
        return new Memory(Memory.SCHEMA, memory);
    }

    private static VariantDecision one(
            ServingGroup group, GroupVariant variant, FleetPlan plan, List<NextReplica> next, Rollouts rollouts) {
        CycleSnapshot seen = rollouts.seen();
        VariantState state =
                Objects.requireNonNull(seen.variant(variant.key()), "a group's variant is in the snapshot");
        return switch (variant) {
            case Held held -> hold(group, held, state, seen);
            case Sizable sizable -> {
                VariantPlan planned = Objects.requireNonNull(plan.of(sizable.key()), "a sizable variant has a plan");
                NextReplica more = !planned.isShort()
                        ? null
                        : next.stream()
                                .filter(one -> one.isOf(group))
                                .findFirst()
                                .orElse(null);
                yield move(group, sizable, planned, more, state, rollouts);
            }
        };
    }

    private static VariantDecision hold(ServingGroup group, Held held, VariantState state, CycleSnapshot seen) {
        int current = replicas(state.target());
        String message = held.blocker().message();
        var outcome = new Conditions.Outcome(false, "Held", "nothing is changed: " + message);
        return new VariantDecision(
                held.key(),
                state.spec().modelId(),
                group.serviceClass(),
                current,
                current,
                current,
                current,
                state.currentAccelerator(),
                0,
                0,
                null,
                Story.rejected(held.rejected()),
                new TreeMap<>(),
                null,
                null,
                new Action.Hold(held.key(), current, message),
                Conditions.withReady(List.of(
                        Conditions.target(state.target()),
                        Conditions.metrics(seen.load(group.model())),
                        Conditions.optimization(held.blocker(), NodeMarks.note(state, seen.inventory())),
                        Conditions.capacity(held.blocker()),
                        Conditions.actuated(outcome))),
                "holds " + current + ": " + message);
    }

    private static VariantDecision move(
            ServingGroup group,
            Sizable variant,
            VariantPlan plan,
            @Nullable NextReplica more,
            VariantState state,
            Rollouts rollouts) {
        CycleSnapshot seen = rollouts.seen();
        boolean partial = group.demand() != null && group.demand().partial();
        VariantMemory before = seen.memory().of(variant.key());
        List<Scaling> changes = before == null ? List.of() : before.scalings();
        Step step = Step.towards(plan, variant, state.spec(), partial, changes, seen.takenAt());
        NextStep next = NextStep.of(variant, plan, step, state, rollouts);
        var option = plan.option();
        return new VariantDecision(
                variant.key(),
                state.spec().modelId(),
                group.serviceClass(),
                variant.currentReplicas(),
                plan.wanted(),
                plan.granted(),
                step.replicas(),
                option == null ? variant.current() : option.accelerator(),
                option == null ? 0 : option.batch(),
                option == null ? 0 : Figures.six(step.replicas() * option.costPerReplicaHour()),
                Story.predicted(group, plan, servedShare(group, rollouts.plan()), step.replicas()),
                Story.verdicts(variant, plan),
                plan.placement().replicasByNode(),
                plan.blockedBy() == null ? null : plan.blockedBy().message(),
                more,
                next.action(),
                Conditions.withReady(List.of(
                        Conditions.target(state.target()),
                        Conditions.metrics(seen.load(group.model())),
                        Conditions.optimization(group.demand(), notes(group, seen)),
                        Conditions.capacity(seen.inventory(), plan, more, unablePools(variant, seen)),
                        Conditions.actuated(next.outcome()))),
                Story.because(group, plan, step, variant.currentReplicas()));
    }

    /** Part of the group's demand that all its variants together serve; the router sends them all of it, served or not. */
    private static double servedShare(ServingGroup group, FleetPlan plan) {
        return group.variants().stream()
                .map(variant -> plan.of(variant.key()))
                .filter(Objects::nonNull)
                .mapToDouble(VariantPlan::share)
                .sum();
    }

    private static VariantMemory remember(
            VariantDecision decision, ServingGroup group, DemandHistory.Windows windows, CycleSnapshot seen) {
        Scaling change = decision.action() instanceof Action.Scale scale
                ? new Scaling(seen.takenAt(), scale.from(), scale.to())
                : null;
        VariantState state =
                Objects.requireNonNull(seen.variant(decision.key()), "a decision's variant is in the snapshot");
        return NextMemory.after(
                        seen.memory().of(decision.key()),
                        group.demand(),
                        change,
                        Learning.next(seen, state, group),
                        windows,
                        seen.takenAt())
                .withFullBatch(FullBatches.next(seen, state))
                .withSteered(steered(decision, seen))
                .withWaits(waits(decision, state, seen));
    }

    private static List<Memory.PoolWait> waits(VariantDecision decision, VariantState state, CycleSnapshot seen) {
        boolean podWaits = seen.inventory() instanceof Inventory.Known known
                && state.target() instanceof Target.Found found
                && known.podWaits(decision.key().namespace(), found.name());
        return new ElasticPools(seen)
                .waits(seen.memory().of(decision.key()), AwaitedNodes.pools(decision.placement()), podWaits);
    }

    private static List<String> unablePools(Sizable variant, CycleSnapshot seen) {
        return variant.maxPendingReplicas() == 0 ? List.of() : new ElasticPools(seen).unable();
    }

    private static @Nullable Instant steered(VariantDecision decision, CycleSnapshot seen) {
        if (decision.action() instanceof Action.SteerTemplate && decision.current() > 0) {
            return seen.takenAt();
        }
        VariantMemory before = seen.memory().of(decision.key());
        return before == null ? null : before.steered();
    }

    private static DemandHistory.Windows windows(ServingGroup group, CycleSnapshot seen) {
        List<VariantSpec> specs = group.variants().stream()
                .map(variant -> state(variant, seen).spec())
                .toList();
        return DemandHistory.Windows.of(specs, seen.policy());
    }

    private static VariantState state(GroupVariant variant, CycleSnapshot seen) {
        return Objects.requireNonNull(seen.variant(variant.key()), "a group's variant is in the snapshot");
    }

    /** What users should know beside the decision: how their class was found, and configuration that was not taken over. */
    private static List<String> notes(ServingGroup group, CycleSnapshot seen) {
        List<String> notes = new ArrayList<>(group.notes());
        group.variants().stream()
                .flatMap(variant -> Stream.ofNullable(NodeMarks.note(state(variant, seen), seen.inventory())))
                .forEach(notes::add);
        seen.policy().problems().stream()
                .map(problem -> problem.source() + ": " + problem.message() + " (the last good value is kept)")
                .limit(MOST_PROBLEMS)
                .forEach(notes::add);
        return notes;
    }

    private static int replicas(Target target) {
        return target instanceof Target.Found found ? found.replicas() : 0;
    }
}
