package dev.inferno.optimizer;

import dev.inferno.topology.placement.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A plan that fits. Smaller is better: merit; then, where asked for, the least transition; the fewest running pods that
 * must move, the fewest pods started or stopped, the fewest stranded devices, and more replicas for the first names.
 *
 * @param placements one per item
 * @param transition what all changes are worth together, in cost units per hour
 */
record Solution(
        World world,
        List<Choice> choices,
        List<Placement> placements,
        Merit merit,
        double transition,
        int moved,
        int changed,
        double stranded)
        implements Comparable<Solution> {

    private static final Comparator<Solution> ORDER = Comparator.comparing(Solution::merit)
            .thenComparingDouble(solution -> solution.world().churn() ? solution.transition() : 0)
            .thenComparingInt(Solution::moved)
            .thenComparingInt(Solution::changed)
            .thenComparingDouble(Solution::stranded)
            .thenComparing(Solution::names);

    static Solution of(World world, List<Choice> choices, List<Placement> placements, double stranded) {
        double transition = 0;
        int moved = 0;
        int changed = 0;
        for (Item item : world.items()) {
            var running = item.keepable(item.option(choices.get(item.index())));
            var placed = placements.get(item.index()).replicasByNode();
            int kept = running.entrySet().stream()
                    .mapToInt(on -> Math.min(on.getValue(), placed.getOrDefault(on.getKey(), 0)))
                    .sum();
            transition += item.transitionTo(choices.get(item.index()));
            int granted = placements.get(item.index()).replicas();
            moved += Math.min(item.running(), granted) - kept;
            changed += item.running() + granted - 2 * kept;
        }
        return new Solution(
                world,
                List.copyOf(choices),
                List.copyOf(placements),
                Merit.of(world, choices),
                Merit.rounded(transition),
                moved,
                changed,
                stranded);
    }

    @Override
    public int compareTo(Solution other) {
        return ORDER.compare(this, other);
    }

    private String names() {
        var text = new ArrayList<String>();
        world.items().stream()
                .sorted(Comparator.comparing(item -> item.variant().key()))
                .forEach(item -> {
                    Choice choice = choices.get(item.index());
                    String few = String.format(Locale.ROOT, "%010d", Integer.MAX_VALUE - choice.replicas());
                    text.add(few
                            + item.option(choice).accelerator()
                            + placements.get(item.index()).replicasByNode());
                });
        return String.join(",", text);
    }
}
