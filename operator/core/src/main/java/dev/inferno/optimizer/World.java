package dev.inferno.optimizer;

import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.ServingGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The sizable variants of a problem in an order that does not depend on that of the input.
 *
 * @param priorities ascending, each once; a team's rank is its position here
 * @param teams by priority and name
 * @param items all variants, in the order of the teams
 * @param limits what binds them together beside the room on nodes
 * @param churn whether of plans that cost the same the least change of accelerators wins, before what moves is counted
 */
record World(List<Integer> priorities, List<Team> teams, List<Item> items, Limits limits, boolean churn) {

    World {
        priorities = List.copyOf(priorities);
        teams = List.copyOf(teams);
        items = List.copyOf(items);
    }

    static World of(PlanningProblem problem) {
        List<ServingGroup> ordered = problem.groups().stream()
                .filter(group -> !sizable(group).isEmpty())
                .sorted(Comparator.comparingInt(ServingGroup::priority)
                        .thenComparing(ServingGroup::model)
                        .thenComparing(group -> sizable(group).getFirst().key()))
                .toList();
        List<Integer> priorities =
                ordered.stream().map(ServingGroup::priority).distinct().toList();
        var teams = new ArrayList<Team>();
        var items = new ArrayList<Item>();
        for (ServingGroup group : ordered) {
            var own = new ArrayList<Item>();
            for (GroupVariant.Sizable variant : sizable(group)) {
                own.add(new Item(items.size() + own.size(), teams.size(), variant));
            }
            teams.add(Team.of(priorities.indexOf(group.priority()), group, own));
            items.addAll(own);
        }
        return new World(priorities, teams, items, problem.limits(), problem.churn());
    }

    private static List<GroupVariant.Sizable> sizable(ServingGroup group) {
        return group.sizable()
                .sorted(Comparator.comparing(GroupVariant.Sizable::key))
                .toList();
    }
}
