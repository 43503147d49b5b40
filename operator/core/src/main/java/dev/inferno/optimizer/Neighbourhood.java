package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All plans that differ from one in the variants of some teams only, from best to worst by merit. The other teams add the
 * same to every merit, so they are left out of it.
 */
final class Neighbourhood {

    private final World world;
    private final List<Team> teams;
    private final List<Item> items;
    private final List<List<Choice>> alternatives;

    /** What the items of the neighbourhood would get, in their order. */
    record Candidate(List<Choice> own, Merit merit) {}

    Neighbourhood(World world, List<Team> teams) {
        this.world = world;
        this.teams = teams;
        this.items = teams.stream().flatMap(team -> team.items().stream()).toList();
        this.alternatives = teams.stream()
                .flatMap(team -> team.items().stream().map(item -> alternatives(team, item)))
                .toList();
    }

    double combinations() {
        return alternatives.stream().mapToDouble(List::size).reduce(1, (a, b) -> a * b);
    }

    Merit merit(List<Choice> choices) {
        return Merit.of(world, teams, choices);
    }

    /** Those that are not worse than the plan they start from; each one looked at is a step. */
    List<Candidate> candidates(List<Choice> start, Steps steps) {
        var found = new ArrayList<Candidate>();
        combine(0, new ArrayList<>(start), merit(start), found, steps);
        found.sort(Comparator.comparing(Candidate::merit));
        return found;
    }

    /** The whole plan with a candidate in it. */
    List<Choice> choices(List<Choice> start, Candidate candidate) {
        var choices = new ArrayList<>(start);
        IntStream.range(0, items.size())
                .forEach(i -> choices.set(items.get(i).index(), candidate.own().get(i)));
        return List.copyOf(choices);
    }

    private void combine(int at, List<Choice> choices, Merit worst, List<Candidate> found, Steps steps) {
        if (at == items.size()) {
            Merit merit = merit(choices);
            if (merit.compareTo(worst) <= 0) {
                found.add(new Candidate(
                        items.stream().map(item -> choices.get(item.index())).toList(), merit));
            }
            return;
        }
        int index = items.get(at).index();
        Choice before = choices.get(index);
        for (Choice choice : alternatives.get(at)) {
            if (at + 1 < items.size() || steps.next()) {
                choices.set(index, choice);
                combine(at + 1, choices, worst, found, steps);
            }
        }
        choices.set(index, before);
    }

    private static List<Choice> alternatives(Team team, Item item) {
        var choices = new ArrayList<Choice>();
        choices.add(Choice.NONE);
        for (int option = 0; option < item.variant().options().size(); option++) {
            int bound = team.bound(item, option);
            for (int replicas = 1; replicas <= bound; replicas++) {
                choices.add(new Choice(option, replicas));
            }
        }
        return choices;
    }
}
