package dev.inferno.bench;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The greedy solver of inferno-autoscaler 2025, to compare with: each variant alone, of one priority the one first that would
 * lose most by its second choice; an option is taken whole when its accelerator has as many devices left in all, on whatever
 * nodes they are. Source: {@code pkg/solver/greedy.go}, policy None. Groups are served by their first variant.
 */
final class CountGreedy {

    private final PlanningProblem problem;
    private final Map<String, Long> left = new HashMap<>();

    /** What the plan costs, and what its counts would serve if every free device could be used. */
    record Outcome(double cost, double unmet) {}

    private record Candidate(int priority, List<VariantOption> options, int at) {

        double cost() {
            return options.get(at).costPerReplicaHour() * options.get(at).wanted();
        }

        double regret() {
            return at + 1 < options.size()
                    ? new Candidate(priority, options, at + 1).cost() - cost()
                    : Double.MAX_VALUE;
        }
    }

    CountGreedy(PlanningProblem problem) {
        this.problem = problem;
        for (NodeFacts node : problem.nodes()) {
            String type = Objects.requireNonNull(node.labels().get("accelerator"));
            left.merge(type, DeviceResources.devices(node.allocatable()), Long::sum);
        }
        Map<String, NodeFacts> byName = new HashMap<>();
        problem.nodes().forEach(node -> byName.put(node.name(), node));
        problem.occupants().forEach(pod -> {
            NodeFacts node = Objects.requireNonNull(byName.get(Objects.requireNonNull(pod.node())));
            String type = Objects.requireNonNull(node.labels().get("accelerator"));
            left.merge(type, -DeviceResources.devices(pod.requests()), Long::sum);
        });
    }

    Outcome run() {
        Comparator<Candidate> order = Comparator.comparingInt(Candidate::priority)
                .thenComparing(Comparator.comparingDouble(Candidate::regret).reversed());
        List<Candidate> open = new ArrayList<>();
        problem.groups().forEach(group -> open.add(new Candidate(group.priority(), options(group), 0)));
        open.sort(order);
        double cost = 0;
        double unmet = 0;
        while (!open.isEmpty()) {
            Candidate first = open.removeFirst();
            VariantOption option = first.options().get(first.at());
            long devices = (long) option.devicesPerReplica() * option.wanted();
            if (devices <= left.getOrDefault(option.accelerator(), 0L)) {
                left.merge(option.accelerator(), -devices, Long::sum);
                cost += first.cost();
            } else if (first.at() + 1 < first.options().size()) {
                var next = new Candidate(first.priority(), first.options(), first.at() + 1);
                int place = 0;
                while (place < open.size() && order.compare(open.get(place), next) < 0) {
                    place++;
                }
                open.add(place, next);
            } else {
                unmet++;
            }
        }
        return new Outcome(cost, unmet);
    }

    private static List<VariantOption> options(ServingGroup group) {
        return ((Sizable) group.variants().getFirst())
                .options().stream()
                        .sorted(Comparator.comparingDouble(o -> o.costPerReplicaHour() * o.wanted()))
                        .toList();
    }
}
