package dev.inferno.optimizer;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.snapshot.SearchBudget;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import java.util.List;

/**
 * What the optimiser needs, and nothing else.
 *
 * @param occupants pods that stay where they are: all but those of the sizable variants
 * @param churn whether the least transition decides among plans of the same cost, see {@link Allocation}
 */
public record PlanningProblem(
        List<NodeFacts> nodes,
        List<PodFacts> occupants,
        List<ServingGroup> groups,
        SearchBudget budget,
        boolean churn) {

    public PlanningProblem {
        nodes = List.copyOf(nodes);
        occupants = List.copyOf(occupants);
        groups = List.copyOf(groups);
    }

    /** The same, searched otherwise. */
    public PlanningProblem with(SearchBudget other) {
        return new PlanningProblem(nodes, occupants, groups, other, churn);
    }

    /** What runs only breaks ties. */
    public PlanningProblem(
            List<NodeFacts> nodes, List<PodFacts> occupants, List<ServingGroup> groups, SearchBudget budget) {
        this(nodes, occupants, groups, budget, false);
    }
}
