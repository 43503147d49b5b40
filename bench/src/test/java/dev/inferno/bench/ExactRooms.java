package dev.inferno.bench;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The nodes of a CP-SAT model: replicas of equal pods are counted per node, and no node gives more than it has.
 *
 * <p>Rows that follow from those are added, for without them proofs take minutes: on any set of nodes and for any k, each
 * replica of s devices takes floor(s/k) of the floor(free/k) places that each node has.
 */
final class ExactRooms {

    private final CpModel model;
    private final List<NodeFacts> nodes;
    private final Map<String, Map<String, Long>> free = new HashMap<>();
    private final Map<PodShape, LinearExprBuilder> wanted = new LinkedHashMap<>();
    private final List<IntVar> vars = new ArrayList<>();

    ExactRooms(CpModel model, PlanningProblem problem) {
        this.model = model;
        this.nodes = problem.nodes();
        for (NodeFacts node : nodes) {
            free.put(node.name(), new HashMap<>(node.allocatable().amounts()));
        }
        problem.occupants().forEach(pod -> {
            Map<String, Long> left = free.getOrDefault(Objects.requireNonNull(pod.node()), new HashMap<>());
            asked(pod.requests().amounts()).forEach((resource, amount) -> left.merge(resource, -amount, Long::sum));
        });
    }

    /** These replicas stand somewhere when the choice is made. */
    void use(PodShape pod, int replicas, BoolVar choice) {
        wanted.computeIfAbsent(pod, shape -> LinearExpr.newBuilder()).addTerm(choice, replicas);
    }

    /** After the last use. */
    void close() {
        Map<String, Map<String, LinearExprBuilder>> taken = new HashMap<>();
        wanted.forEach((pod, count) -> {
            var placed = LinearExpr.newBuilder();
            for (NodeFacts node : nodes) {
                long room = admits(node, pod) ? room(node, pod) : 0;
                if (room > 0) {
                    IntVar here = model.newIntVar(0, room, "");
                    vars.add(here);
                    placed.add(here);
                    asked(pod.requests().amounts())
                            .forEach((resource, amount) -> taken.computeIfAbsent(node.name(), n -> new HashMap<>())
                                    .computeIfAbsent(resource, r -> LinearExpr.newBuilder())
                                    .addTerm(here, amount));
                }
            }
            model.addEquality(count, placed);
        });
        taken.forEach(
                (node, amounts) -> amounts.forEach((resource, sum) -> model.addLessOrEqual(sum, free(node, resource))));
        implied();
    }

    List<IntVar> vars() {
        return vars;
    }

    private long free(String node, String resource) {
        return free.getOrDefault(node, Map.of()).getOrDefault(resource, 0L);
    }

    private void implied() {
        Set<Set<String>> sets = new HashSet<>();
        wanted.keySet().forEach(pod -> sets.add(admitting(pod)));
        Set<String> resources = new TreeSet<>();
        wanted.keySet().forEach(pod -> resources.addAll(pod.requests().amounts().keySet()));
        for (Set<String> set : sets) {
            for (String resource : resources) {
                for (int k = 1; k <= (resource.endsWith("gpu") ? 8 : 1); k++) {
                    implied(set, resource, k);
                }
            }
        }
    }

    private void implied(Set<String> set, String resource, int k) {
        var sum = LinearExpr.newBuilder();
        wanted.forEach((pod, count) -> {
            if (set.containsAll(admitting(pod))) {
                sum.addTerm(count.build(), pod.requests().amount(resource) / k);
            }
        });
        long places = set.stream().mapToLong(node -> free(node, resource) / k).sum();
        model.addLessOrEqual(sum, places);
    }

    private Set<String> admitting(PodShape pod) {
        Set<String> names = new HashSet<>();
        nodes.stream().filter(node -> admits(node, pod)).forEach(node -> names.add(node.name()));
        return names;
    }

    private static boolean admits(NodeFacts node, PodShape pod) {
        return node.labels().entrySet().containsAll(pod.nodeSelector().entrySet());
    }

    private long room(NodeFacts node, PodShape pod) {
        return asked(pod.requests().amounts()).entrySet().stream()
                .mapToLong(entry -> free(node.name(), entry.getKey()) / entry.getValue())
                .min()
                .orElse(0);
    }

    private static Map<String, Long> asked(Map<String, Long> requests) {
        Map<String, Long> asked = new HashMap<>(requests);
        asked.put("pods", 1L);
        return asked;
    }
}
