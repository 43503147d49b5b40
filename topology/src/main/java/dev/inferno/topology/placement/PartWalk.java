package dev.inferno.topology.placement;

import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.placement.Guarantee.Reach;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Every state the scheduler can reach while it binds one part of a plan. Thread-safety: none, works on a ledger. */
final class PartWalk {

    /** Some hundred milliseconds at most. */
    static final int MOST_STATES = 20_000;

    /** A wider part has too many states anyway, and each step would cost too much. */
    private static final int MOST_NODES = 24;

    private final CapacityLedger ledger;
    private final List<Reach> part;
    private final int[] left;

    /** Replicas by kind and node index. */
    private final int[][] bound;

    private final Set<List<Integer>> seen = new HashSet<>();

    private PartWalk(CapacityLedger ledger, List<Reach> part) {
        this.ledger = ledger;
        this.part = part;
        this.left = part.stream().mapToInt(pods -> pods.pods().replicas()).toArray();
        this.bound = new int[part.size()][ledger.topology().nodes().size()];
    }

    /** False also when there are too many states to tell. */
    static boolean bindsAlways(CapacityLedger ledger, List<Reach> part) {
        long nodes = part.stream()
                .flatMapToInt(pods -> pods.nodes().stream())
                .distinct()
                .count();
        return nodes <= MOST_NODES && new PartWalk(ledger, part).isSafe();
    }

    private boolean isSafe() {
        if (IntStream.of(left).allMatch(replicas -> replicas == 0)) {
            return keepsSpread();
        }
        if (!seen.add(state())) {
            return true;
        }
        if (seen.size() > MOST_STATES) {
            return false;
        }
        boolean moves = false;
        for (int kind = 0; kind < part.size(); kind++) {
            if (left[kind] > 0) {
                Reach pods = part.get(kind);
                Neighbours neighbours = ledger.neighbours(pods.pods().request());
                int[] open = pods.nodes().stream()
                        .filter(node -> ledger.room(node, pods.demand()) > 0 && neighbours.admits(node))
                        .toArray();
                if (open.length == 0 && neighbours.onlyTighten()) {
                    return false;
                }
                moves |= open.length > 0;
                for (int node : open) {
                    if (!isSafeAfter(kind, node)) {
                        return false;
                    }
                }
            }
        }
        return moves;
    }

    private boolean isSafeAfter(int kind, int node) {
        Reach pods = part.get(kind);
        try (Trial trial = ledger.trial()) {
            ledger.reserve(node, pods.demand(), Resident.of(pods.pods().request()), 1);
            left[kind]--;
            bound[kind][node]++;
            boolean safe = isSafe();
            left[kind]++;
            bound[kind][node]--;
            return safe;
        }
    }

    /** A pin takes all other domains from the scheduler's sight, so that nobody but the plan keeps the user's spread. */
    private boolean keepsSpread() {
        for (int kind = 0; kind < part.size(); kind++) {
            int[] counts = bound[kind];
            PlacementRequest unpinned = part.get(kind).pods().unpinned();
            if (unpinned.equals(part.get(kind).pods().request())) {
                continue;
            }
            Set<String> nodes = new TreeSet<>();
            for (NodeTopology node : ledger.topology().nodes()) {
                if (counts[node.index()] > 0) {
                    nodes.add(node.name());
                }
            }
            if (!ledger.keepsSpread(unpinned, nodes)) {
                return false;
            }
        }
        return true;
    }

    private List<Integer> state() {
        return IntStream.range(0, part.size())
                .boxed()
                .flatMap(kind -> part.get(kind).nodes().stream().mapToObj(node -> bound[kind][node]))
                .toList();
    }
}
