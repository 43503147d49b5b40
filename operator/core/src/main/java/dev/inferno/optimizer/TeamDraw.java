package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Draws teams that may help each other: from one that could have better, along pools that one can use and another does.
 *
 * <p>Thread-safety: none; the same seed draws the same.
 */
final class TeamDraw {

    /** Tries to find one more team before the draw ends with fewer. */
    private static final int MOST_TRIES = 8;

    private final SplittableRandom random;
    private final Rooms rooms;
    private final int[][] poolsOf;
    private final List<List<Integer>> teamsOf = new ArrayList<>();

    TeamDraw(Rooms rooms, List<TeamPricer> teams, long seed) {
        this.random = new SplittableRandom(seed);
        this.rooms = rooms;
        this.poolsOf = new int[teams.size()][];
        rooms.pools().forEach(pool -> teamsOf.add(new ArrayList<>()));
        for (int t = 0; t < poolsOf.length; t++) {
            var own = new TreeSet<Integer>();
            for (Item item : teams.get(t).team().items()) {
                for (int option = 0; option < item.variant().options().size(); option++) {
                    own.add(rooms.poolOf(rooms.kind(item, option).index()));
                }
            }
            poolsOf[t] = own.stream().mapToInt(Integer::intValue).toArray();
            for (int pool : poolsOf[t]) {
                teamsOf.get(pool).add(t);
            }
        }
    }

    /**
     * @param first teams to begin with, one or more
     * @param among ascending
     */
    int[] next(Occupancy plan, int[] first, int[] among, int size) {
        var drawn = new LinkedHashSet<Integer>();
        int last = first[random.nextInt(first.length)];
        drawn.add(last);
        int tries = 0;
        while (drawn.size() < size && tries++ < MOST_TRIES * size) {
            int[] pools = poolsOf[last];
            int pool = pools[random.nextInt(pools.length)];
            List<Integer> sharing = teamsOf.get(pool);
            int team = sharing.get(random.nextInt(sharing.size()));
            if (Arrays.binarySearch(among, team) < 0) {
                continue;
            }
            if ((random.nextInt(4) == 0 || uses(plan.column(team), pool)) && drawn.add(team) && random.nextBoolean()) {
                last = team;
            }
        }
        return drawn.stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean uses(Column column, int pool) {
        for (int kind : column.kinds()) {
            if (rooms.poolOf(kind) == pool) {
                return true;
            }
        }
        return false;
    }
}
