package dev.inferno.cycle;

import dev.inferno.analysis.Demand;
import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.ModelLoad;
import dev.inferno.snapshot.OfferedLoad;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The same cluster on another day: fewer nodes, more nodes, other load.
 *
 * <p>A drained node is gone; pods of workloads that ran there are pending, all others are gone with it, for where their owners
 * start them again is not known. An added node is like one that exists, empty. Load is what clients offer; what servers
 * report of themselves stays as it was seen. Thread-safety: immutable.
 *
 * @param drained names of nodes, or labels as {@code key=value}
 * @param added nodes of the cluster, each with how many more like it there would be
 * @param loadFactor of the load of every model
 */
public record WhatIf(List<String> drained, SortedMap<String, Integer> added, double loadFactor) {

    private static final String HOSTNAME = "kubernetes.io/hostname";

    public WhatIf {
        drained = List.copyOf(drained);
        added = Collections.unmodifiableSortedMap(new TreeMap<>(added));
    }

    /** Nothing is asked. */
    public boolean asItIs() {
        return drained.isEmpty() && added.isEmpty() && loadFactor == 1;
    }

    /** @throws IllegalArgumentException naming a node that is not there, or that the nodes are not known */
    public CycleSnapshot of(CycleSnapshot seen) {
        Nodes nodes = switch (seen.inventory()) {
            case Inventory.Known known -> nodes(known.nodes());
            case Inventory.Off off -> withoutNodes("the inventory is off");
            case Inventory.Unknown unknown -> withoutNodes(unknown.reason());
        };
        Inventory inventory = seen.inventory() instanceof Inventory.Known known
                ? known.with(nodes.left(), pods(known.pods(), nodes.gone()))
                : seen.inventory();
        return new CycleSnapshot(
                seen.id(),
                seen.takenAt(),
                seen.trigger(),
                seen.policy(),
                inventory,
                seen.variants().stream()
                        .map(variant -> lessReady(variant, seen.inventory(), nodes.gone()))
                        .toList(),
                seen.loads().stream()
                        .map(load -> new ModelLoad(load.model(), times(load.reading())))
                        .toList(),
                seen.memory(),
                seen.budget());
    }

    /** @throws IllegalArgumentException naming a node that is not there */
    public PlanningProblem of(PlanningProblem problem) {
        Nodes nodes = nodes(problem.nodes());
        return problem.in(
                nodes.left(),
                pods(problem.occupants(), nodes.gone()),
                problem.groups().stream().map(group -> of(group, nodes.gone())).toList());
    }

    private record Nodes(List<NodeFacts> left, Set<String> gone) {}

    private Nodes withoutNodes(String why) {
        if (!drained.isEmpty() || !added.isEmpty()) {
            throw new IllegalArgumentException("nodes cannot be drained or added: they are not known (" + why + ")");
        }
        return new Nodes(List.of(), Set.of());
    }

    private Nodes nodes(List<NodeFacts> nodes) {
        Set<String> gone = new HashSet<>();
        for (String which : drained) {
            List<String> found = nodes.stream()
                    .filter(node -> isMeant(which, node))
                    .map(NodeFacts::name)
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("no node to drain is called or labelled " + which + "; of "
                        + nodes.size() + " nodes the first is " + first(nodes));
            }
            gone.addAll(found);
        }
        List<NodeFacts> left = new ArrayList<>(
                nodes.stream().filter(node -> !gone.contains(node.name())).toList());
        Set<String> names = nodes.stream().map(NodeFacts::name).collect(Collectors.toSet());
        added.forEach((like, count) -> {
            NodeFacts model = nodes.stream()
                    .filter(node -> node.name().equals(like))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no node is called " + like
                            + ", so none like it can be added; of " + nodes.size() + " nodes the first is "
                            + first(nodes)));
            IntStream.iterate(1, i -> i + 1)
                    .mapToObj(i -> like + "-added-" + i)
                    .filter(name -> !names.contains(name))
                    .limit(count)
                    .forEach(name -> left.add(named(model, name)));
        });
        return new Nodes(left, gone);
    }

    private static boolean isMeant(String which, NodeFacts node) {
        int equals = which.indexOf('=');
        return equals < 0
                ? node.name().equals(which)
                : which.substring(equals + 1).equals(node.labels().get(which.substring(0, equals)));
    }

    private static String first(List<NodeFacts> nodes) {
        return nodes.isEmpty() ? "none" : nodes.getFirst().name();
    }

    /** New, so ready and open, whatever the other is now. */
    private static NodeFacts named(NodeFacts like, String name) {
        SortedMap<String, String> labels = new TreeMap<>(like.labels());
        labels.replace(HOSTNAME, name);
        return new NodeFacts(name, labels, like.taints(), false, true, like.virtual(), like.allocatable());
    }

    private static List<PodFacts> pods(List<PodFacts> pods, Set<String> gone) {
        return pods.stream()
                .filter(pod -> !isOn(pod, gone) || pod.workload() != null)
                .map(pod -> isOn(pod, gone) ? pending(pod) : pod)
                .toList();
    }

    private static boolean isOn(PodFacts pod, Set<String> gone) {
        return pod.node() != null && gone.contains(pod.node());
    }

    private static PodFacts pending(PodFacts pod) {
        return new PodFacts(
                pod.namespace(),
                pod.name(),
                pod.workload(),
                null,
                false,
                false,
                pod.requests(),
                pod.labels(),
                pod.podAntiAffinity(),
                pod.hostPorts());
    }

    private static VariantState lessReady(VariantState variant, Inventory inventory, Set<String> gone) {
        if (!(inventory instanceof Inventory.Known known) || !(variant.target() instanceof Target.Found found)) {
            return variant;
        }
        int lost = (int) known.pods().stream()
                .filter(pod -> isOn(pod, gone) && pod.ready())
                .filter(pod -> pod.namespace().equals(variant.key().namespace())
                        && found.name().equals(pod.workload()))
                .count();
        return lost == 0 ? variant : variant.withTarget(found.withReady(Math.max(0, found.readyReplicas() - lost)));
    }

    private LoadReading times(LoadReading reading) {
        return switch (reading) {
            case LoadReading.Fresh fresh ->
                new LoadReading.Fresh(times(fresh.load()), fresh.observed(), fresh.ageSeconds());
            case LoadReading.Partial partial ->
                new LoadReading.Partial(
                        times(partial.load()), partial.observed(), partial.ageSeconds(), partial.reason());
            case LoadReading.Stale stale -> stale;
            case LoadReading.Missing missing -> missing;
        };
    }

    private OfferedLoad times(OfferedLoad load) {
        return new OfferedLoad(
                load.lowPerSecond() * loadFactor,
                load.perSecond() * loadFactor,
                load.highPerSecond() * loadFactor,
                load.tokens(),
                load.arrivalScv(),
                load.windowSeconds());
    }

    private ServingGroup of(ServingGroup group, Set<String> gone) {
        Demand demand = group.demand();
        return new ServingGroup(
                group.model(),
                group.serviceClass(),
                group.priority(),
                group.level(),
                group.routing(),
                demand == null ? null : demand.times(loadFactor),
                group.variants().stream().map(variant -> of(variant, gone)).toList(),
                group.notes());
    }

    private static GroupVariant of(GroupVariant variant, Set<String> gone) {
        if (!(variant instanceof GroupVariant.Sizable sizable)) {
            return variant;
        }
        SortedMap<String, Integer> running = new TreeMap<>(sizable.runningByNode());
        running.keySet().removeAll(gone);
        return sizable.withRunning(running);
    }

    /** What was asked, in words; empty when nothing was. */
    @Override
    public String toString() {
        List<String> said = new ArrayList<>();
        if (!drained.isEmpty()) {
            said.add("without " + String.join(", ", drained));
        }
        for (Map.Entry<String, Integer> more : added.entrySet()) {
            said.add(more.getValue() + " more like " + more.getKey());
        }
        if (loadFactor != 1) {
            said.add("load times " + loadFactor);
        }
        return String.join("; ", said);
    }
}
