package dev.inferno.documents;

import static dev.inferno.documents.CaseNodes.require;

import dev.inferno.analysis.Demand;
import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.documents.PlanningCase.Group;
import dev.inferno.documents.PlanningCase.Option;
import dev.inferno.documents.PlanningCase.Variant;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.Saturation;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.snapshot.Engine;
import dev.inferno.snapshot.ModelKey;
import dev.inferno.snapshot.SearchBudget;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a planning case as the problem the optimiser knows.
 *
 * <p>A variant without a group is a group of its own with a demand of 1, of which r replicas of an option that needs n serve
 * r/n: then unmet demand is what the contract says, 1 - granted/replicas.
 */
public final class PlanningProblems {

    /** As many as there may be nodes. */
    static final int MOST = 100_000;

    private static final Map<String, Saturation.Policy> POLICIES = Map.of(
            "None", Saturation.Policy.NONE,
            "PriorityExhaustive", Saturation.Policy.PRIORITY_EXHAUSTIVE,
            "PriorityRoundRobin", Saturation.Policy.PRIORITY_ROUND_ROBIN,
            "RoundRobin", Saturation.Policy.ROUND_ROBIN);

    private PlanningProblems() {}

    /** @throws BadDocument naming the field, its value and what is allowed */
    public static PlanningProblem of(PlanningCase planning) {
        List<NodeFacts> nodes = new ArrayList<>();
        planning.nodes().forEach(node -> nodes.addAll(CaseNodes.nodes(node)));
        Set<String> names = new HashSet<>();
        nodes.forEach(node -> require(names.add(node.name()), "nodes: name " + node.name() + " is given twice"));
        List<PodFacts> pods = IntStream.range(0, planning.pods().size())
                .mapToObj(i -> CasePods.pod(planning.pods().get(i), i, names))
                .toList();
        var solver = planning.solver();
        List<ServingGroup> groups = groups(planning, names);
        return new PlanningProblem(
                nodes,
                pods,
                groups,
                CaseQuotas.of(planning.quotas(), pods, groups).and(CaseBudgets.of(planning.budgets(), groups)),
                budget(solver),
                solver != null && Boolean.TRUE.equals(solver.churn()),
                solver != null && Boolean.TRUE.equals(solver.unlimited()),
                saturation(planning),
                CaseReserves.of(planning.reserves()),
                CasePools.of(planning.nodePools(), nodes, groups));
    }

    /** The originals count variants served whole, so their policies say nothing about a demand that several share. */
    private static @Nullable Saturation saturation(PlanningCase planning) {
        var solver = planning.solver();
        String policy = solver == null ? null : solver.saturationPolicy();
        if (solver == null || policy == null) {
            require(
                    solver == null || solver.delayedBestEffort() == null,
                    "solver.delayedBestEffort says when solver.saturationPolicy deals; give that too");
            return null;
        }
        Saturation.Policy known = CaseNodes.oneOf("solver.saturationPolicy", policy, POLICIES);
        require(
                planning.groups().isEmpty(),
                "solver.saturationPolicy (" + policy + ") is for variants without a group; leave out groups,"
                        + " or the policy to serve as much demand as possible");
        require(
                planning.nodePools().isEmpty(),
                "solver.saturationPolicy (" + policy + ") knows no nodePools; leave out one of the two");
        return new Saturation(known, Boolean.TRUE.equals(solver.delayedBestEffort()));
    }

    private static List<ServingGroup> groups(PlanningCase planning, Set<String> nodes) {
        Map<String, Group> byName = new LinkedHashMap<>();
        for (Group group : planning.groups()) {
            require(byName.put(group.name(), group) == null, "groups: name " + group.name() + " is given twice");
        }
        Map<String, List<Sizable>> members = new TreeMap<>();
        List<ServingGroup> groups = new ArrayList<>();
        Set<VariantKey> keys = new HashSet<>();
        for (Variant variant : planning.variants()) {
            Group group = variant.group() == null ? null : byName.get(variant.group());
            require(
                    variant.group() == null || group != null,
                    "variants: " + variant.name() + ".group " + variant.group() + " is not among groups; "
                            + Nearest.hint(String.valueOf(variant.group()), byName.keySet()));
            Sizable sizable = sizable(variant, group == null, nodes);
            require(keys.add(sizable.key()), "variants: " + sizable.key() + " is given twice");
            if (group == null) {
                groups.add(group(
                        new ModelKey(sizable.key().namespace(), sizable.key().name()),
                        priority(variant.priority()),
                        Routing.LEAST_LOADED,
                        1.0,
                        List.of(sizable)));
            } else {
                members.computeIfAbsent(group.name(), name -> new ArrayList<>()).add(sizable);
            }
        }
        for (Group group : planning.groups()) {
            List<Sizable> variants = members.get(group.name());
            if (variants != null) {
                groups.add(group(
                        new ModelKey(variants.getFirst().key().namespace(), group.name()),
                        priority(group.priority()),
                        CaseNodes.routing(group.routing()),
                        CaseNodes.nonNegative("groups: " + group.name() + ".demand", group.demand()),
                        variants));
            }
        }
        return groups;
    }

    private static ServingGroup group(
            ModelKey model, int priority, Routing routing, double demand, List<Sizable> variants) {
        var asked = new Demand(demand, demand, TokenMix.fixed(0, 0), false);
        return new ServingGroup(
                model, null, priority, ServiceLevel.NONE, routing, asked, List.copyOf(variants), List.of());
    }

    private static Sizable sizable(Variant variant, boolean alone, Set<String> nodes) {
        var key = new VariantKey(variant.namespace() == null ? "default" : variant.namespace(), variant.name());
        int min = variant.minReplicas() == null ? 0 : variant.minReplicas();
        count("variants: " + key + ".minReplicas", min);
        Integer max = variant.maxReplicas();
        require(
                max == null || max >= min,
                "variants: " + key + ".maxReplicas (" + max + ") must be at least minReplicas (" + min + ")");
        require(!variant.options().isEmpty(), "variants: " + key + ".options is empty; give at least one option");
        Integer pending = variant.maxPendingReplicas();
        Set<String> accelerators = new HashSet<>();
        List<VariantOption> options = new ArrayList<>();
        for (Option option : variant.options()) {
            require(
                    accelerators.add(option.accelerator()),
                    "variants: " + key + ".options: accelerator " + option.accelerator() + " is given twice");
            options.add(option(key, option, alone, min, max));
        }
        var current = variant.current();
        if (current != null) {
            count("variants: " + key + ".current.replicas", current.replicas());
            current.nodes().forEach((node, replicas) -> {
                count("variants: " + key + ".current.nodes: " + node, replicas);
                require(
                        nodes.contains(node),
                        "variants: " + key + ".current.nodes: " + node + " is not among nodes; "
                                + Nearest.hint(node, nodes));
            });
        }
        return new Sizable(
                key,
                variant.name(),
                min,
                max,
                current == null ? 0 : current.replicas(),
                current == null ? null : current.accelerator(),
                current == null ? new TreeMap<>() : current.nodes(),
                options,
                List.of(),
                pending == null ? 0 : count("variants: " + key + ".maxPendingReplicas", pending));
    }

    private static VariantOption option(VariantKey key, Option option, boolean alone, int min, @Nullable Integer max) {
        String path = "variants: " + key + ".options: " + option.accelerator();
        CaseNodes.nonNegative(path + ".costPerReplicaHour", option.costPerReplicaHour());
        PodShape pod = CasePods.shape(path + ".pod", key.namespace(), option.pod());
        Integer replicas = option.replicas();
        List<Double> capacity = option.capacity();
        if (alone) {
            require(replicas != null, path + ".replicas must be given, 0 or more, without a group");
            int needed = count(path + ".replicas", replicas == null ? 0 : replicas);
            capacity = IntStream.rangeClosed(1, needed)
                    .mapToObj(r -> (double) r / needed)
                    .toList();
        } else {
            require(!capacity.isEmpty(), path + ".capacity must list requests/s of 1, 2, .. replicas, within a group");
            CaseNodes.nonNegative(path + ".capacity[0]", capacity.getFirst());
            for (int i = 1; i < capacity.size(); i++) {
                require(
                        capacity.get(i) >= capacity.get(i - 1),
                        path + ".capacity[" + i + "] (" + capacity.get(i) + ") must not be less than the one before");
            }
        }
        int wanted = Math.max(min, replicas == null ? capacity.size() : replicas);
        int devices = DeviceResources.firstDevice(pod.requests())
                .map(resource -> Math.toIntExact(pod.requests().amount(resource)))
                .orElse(0);
        return new VariantOption(
                option.accelerator(),
                null,
                devices,
                pod,
                0,
                option.costPerReplicaHour(),
                capacity,
                max == null ? wanted : Math.min(max, wanted),
                null,
                null);
    }

    /** Lists are made of these counts, so a slip of the finger must not exhaust the memory. */
    private static int count(String path, int value) {
        require(value >= 0 && value <= MOST, path + " (" + value + ") must be 0.." + MOST);
        return value;
    }

    private static int priority(@Nullable Integer priority) {
        return priority == null ? 100 : priority;
    }

    private static SearchBudget budget(PlanningCase.@Nullable Solver solver) {
        SearchBudget defaults = SearchBudget.DEFAULT;
        if (solver == null) {
            return defaults;
        }
        long steps = solver.maxSteps() == null ? defaults.maxSteps() : solver.maxSteps();
        require(steps > 0, "solver.maxSteps (" + steps + ") must be 1 or more");
        Long deadline = solver.deadlineMillis();
        require(deadline == null || deadline > 0, "solver.deadlineMillis (" + deadline + ") must be 1 or more");
        return new SearchBudget(steps, solver.seed() == null ? defaults.seed() : solver.seed(), deadline, null)
                .by(engine(solver.engine()));
    }

    private static Engine engine(@Nullable String name) {
        return name == null
                ? Engine.FAST
                : Engine.named(name)
                        .orElseThrow(() -> new BadDocument("solver.engine " + name + " must be " + Engine.NAMES));
    }
}
