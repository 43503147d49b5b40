package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a team that a search tries: all of them where they are few, else those that differ from the present one in
 * one item. Best service first, then cheapest. Thread-safety: none, remembers.
 */
final class Alternatives {

    private static final double MOST_OF_ONE = 3_000;
    private static final double MOST_OF_ALL = 200_000;
    private static final Comparator<Column> ORDER = Comparator.comparingInt(Column::missing)
            .thenComparingDouble(Column::unmet)
            .thenComparingDouble(Column::cost);

    private final Rooms rooms;
    private final List<TeamPricer> teams;
    private final Map<Integer, List<Column>> all = new HashMap<>();
    private final Map<Integer, Map<List<Choice>, Column>> seen = new HashMap<>();
    private final Map<Integer, Around> around = new HashMap<>();

    /** How many rows there were when these were made. */
    private int rows;

    /** What was listed last for a team, beside which column. */
    private record Around(List<Choice> now, List<Column> columns) {}

    Alternatives(Rooms rooms, List<TeamPricer> teams) {
        this.rooms = rooms;
        this.teams = teams;
    }

    List<Column> of(int team, Column now) {
        if (rows != rooms.rows().size()) {
            all.clear();
            around.clear();
            seen.clear();
            rows = rooms.rows().size();
        }
        TeamPricer pricer = teams.get(team);
        double product = pricer.items().stream().mapToDouble(TeamChoices::size).reduce(1, (a, b) -> a * b);
        if (product <= Math.min(MOST_OF_ONE, MOST_OF_ALL / teams.size())) {
            return all.computeIfAbsent(team, t -> {
                var columns = new ArrayList<Column>();
                combine(pricer, 0, new ArrayList<>(now.own()), columns);
                columns.sort(ORDER);
                return List.copyOf(columns);
            });
        }
        Around last = around.get(team);
        if (last == null || !last.now().equals(now.own())) {
            last = new Around(now.own(), around(team, now));
            around.put(team, last);
        }
        return last.columns();
    }

    private List<Column> around(int team, Column now) {
        TeamPricer pricer = teams.get(team);
        Map<List<Choice>, Column> known = seen.computeIfAbsent(team, t -> new HashMap<>());
        for (int i = 0; i < now.own().size(); i++) {
            for (Choice choice : pricer.items().get(i).choices) {
                var own = new ArrayList<>(now.own());
                own.set(i, choice);
                List<Choice> key = List.copyOf(own);
                known.computeIfAbsent(key, k -> Column.of(pricer.team(), k, rooms));
            }
        }
        return known.values().stream().sorted(ORDER).toList();
    }

    private void combine(TeamPricer pricer, int i, List<Choice> own, List<Column> columns) {
        if (i == own.size()) {
            columns.add(Column.of(pricer.team(), own, rooms));
            return;
        }
        for (Choice choice : pricer.items().get(i).choices) {
            own.set(i, choice);
            combine(pricer, i + 1, own, columns);
        }
    }
}
