package dev.inferno.optimizer;

import dev.inferno.topology.placement.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives the replicas of each kind their nodes, item by item: first those where the item runs, then by index. Thread-safety:
 * none.
 */
final class NodeShare {

    private final World world;
    private final Rooms rooms;

    NodeShare(World world, Rooms rooms) {
        this.world = world;
        this.rooms = rooms;
    }

    /** One per item of a plan that fits. */
    List<Placement> placements(Occupancy plan) {
        List<TreeMap<Integer, Integer>> onNodes = new ArrayList<>();
        rooms.kinds().forEach(kind -> onNodes.add(new TreeMap<>()));
        for (Pool pool : rooms.pools()) {
            int[] own = pool.kinds().stream()
                    .mapToInt(kind -> plan.counts()[kind.index()])
                    .toArray();
            int[][] placed = Objects.requireNonNull(pool.place(own), "a plan that fits");
            for (int k = 0; k < placed.length; k++) {
                for (int n = 0; n < placed[k].length; n++) {
                    if (placed[k][n] > 0) {
                        onNodes.get(pool.kinds().get(k).index()).put(pool.nodes()[n], placed[k][n]);
                    }
                }
            }
        }
        var shares = new ArrayList<SortedMap<String, Integer>>();
        world.items().forEach(item -> shares.add(new TreeMap<>()));
        for (Team team : world.teams()) {
            List<Choice> choices = plan.column(teamIndex(team)).own();
            for (int i = 0; i < choices.size(); i++) {
                keep(team.items().get(i), choices.get(i), onNodes, shares);
            }
        }
        for (Team team : world.teams()) {
            List<Choice> choices = plan.column(teamIndex(team)).own();
            for (int i = 0; i < choices.size(); i++) {
                fill(team.items().get(i), choices.get(i), onNodes, shares);
            }
        }
        return world.items().stream()
                .map(item -> new Placement(item.id(), shares.get(item.index())))
                .toList();
    }

    private static int teamIndex(Team team) {
        return team.items().getFirst().team();
    }

    private void keep(
            Item item,
            Choice choice,
            List<TreeMap<Integer, Integer>> onNodes,
            List<SortedMap<String, Integer>> shares) {
        if (choice.replicas() == 0) {
            return;
        }
        var running = item.keepable(item.option(choice));
        var open = onNodes.get(rooms.kind(item, choice.option()).index());
        int missing = choice.replicas();
        for (int node : List.copyOf(open.keySet())) {
            int kept =
                    Math.min(Math.min(missing, running.getOrDefault(rooms.node(node), 0)), open.getOrDefault(node, 0));
            missing -= kept;
            move(open, node, kept, shares.get(item.index()));
        }
    }

    private void fill(
            Item item,
            Choice choice,
            List<TreeMap<Integer, Integer>> onNodes,
            List<SortedMap<String, Integer>> shares) {
        SortedMap<String, Integer> own = shares.get(item.index());
        int missing = choice.replicas()
                - own.values().stream().mapToInt(Integer::intValue).sum();
        while (missing > 0) {
            var open = onNodes.get(rooms.kind(item, choice.option()).index());
            int node = open.firstKey();
            int taken = Math.min(missing, open.getOrDefault(node, 0));
            missing -= taken;
            move(open, node, taken, own);
        }
    }

    private void move(TreeMap<Integer, Integer> open, int node, int replicas, SortedMap<String, Integer> own) {
        if (replicas > 0) {
            own.merge(rooms.node(node), replicas, Integer::sum);
            open.computeIfPresent(node, (n, count) -> count > replicas ? count - replicas : null);
        }
    }
}
