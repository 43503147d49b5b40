package dev.inferno.optimizer;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.snapshot.Reserve;
import dev.inferno.snapshot.SearchBudget;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the optimiser needs, and nothing else.
 *
 * @param occupants pods that stay where they are: all but those of the sizable variants
 * @param limits what may be asked for, wherever there is room
 * @param churn whether the least transition decides among plans of the same cost, see {@link Allocation}
 * @param unlimited as if there were always a node: nodes, occupants and the pods' rules about nodes do not count
 * @param reserves what must be free beside the plan, as far as it is free beside what runs; of products as the catalogue calls them
 * @param promised nodes that elastic pools would add, cheapest pool first
 * @param saturation which variants get what where there is not enough for all; null = the least unmet demand by priority
 */
public record PlanningProblem(
        List<NodeFacts> nodes,
        List<PodFacts> occupants,
        List<ServingGroup> groups,
        Limits limits,
        SearchBudget budget,
        boolean churn,
        boolean unlimited,
        @Nullable Saturation saturation,
        List<Reserve> reserves,
        List<List<NodeFacts>> promised) {

    public PlanningProblem {
        nodes = List.copyOf(nodes);
        occupants = List.copyOf(occupants);
        groups = List.copyOf(groups);
        reserves = List.copyOf(reserves);
        promised = List.copyOf(promised);
    }

    /** On nodes that are there. */
    public PlanningProblem(
            List<NodeFacts> nodes,
            List<PodFacts> occupants,
            List<ServingGroup> groups,
            Limits limits,
            SearchBudget budget,
            boolean churn,
            boolean unlimited,
            @Nullable Saturation saturation,
            List<Reserve> reserves) {
        this(nodes, occupants, groups, limits, budget, churn, unlimited, saturation, reserves, List.of());
    }

    /** Without limits and reserves; what runs only breaks ties; within the nodes there are; for the least unmet demand. */
    public PlanningProblem(
            List<NodeFacts> nodes, List<PodFacts> occupants, List<ServingGroup> groups, SearchBudget budget) {
        this(nodes, occupants, groups, Limits.NONE, budget, false, false, null, List.of());
    }

    /** The same question about another cluster and other demands. */
    public PlanningProblem in(List<NodeFacts> others, List<PodFacts> pods, List<ServingGroup> demands) {
        return new PlanningProblem(
                others, pods, demands, limits, budget, churn, unlimited, saturation, reserves, promised);
    }

    /** The same, searched otherwise. */
    public PlanningProblem with(SearchBudget other) {
        return new PlanningProblem(
                nodes, occupants, groups, limits, other, churn, unlimited, saturation, reserves, promised);
    }

    /** The same within other limits. */
    public PlanningProblem with(Limits others) {
        return new PlanningProblem(
                nodes, occupants, groups, others, budget, churn, unlimited, saturation, reserves, promised);
    }

    /** The same question about other demands, for an engine that serves as much as there is room for. */
    PlanningProblem plain(List<ServingGroup> demands) {
        return new PlanningProblem(nodes, occupants, demands, limits, budget, churn, false, null, reserves);
    }

    /** The same with nodes that elastic pools would add. */
    public PlanningProblem promised(List<List<NodeFacts>> others) {
        return new PlanningProblem(
                nodes, occupants, groups, limits, budget, churn, unlimited, saturation, reserves, others);
    }
}
