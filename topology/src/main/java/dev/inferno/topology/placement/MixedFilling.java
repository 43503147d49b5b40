package dev.inferno.topology.placement;

import dev.inferno.topology.NodeTopology;
import java.util.Arrays;
import java.util.List;

/**
 * Puts replicas of several requests onto the same nodes; all of them ask for the same devices.
 *
 * <p>Problem: filled one after the other, replicas with much cpu per device leave devices without cpu that nobody can use,
 * and those with little leave cpu that nobody needs. Method: nodes in the order of {@link NodeFilling}; on each, one replica
 * after the other: the one that takes the largest part of any resource, as long as the leanest requests that wait could
 * still use up the node's devices; where none leaves them room, the smallest. Source: minimum bin slack (Gupta and Ho,
 * Production Planning and Control 10, 1999), with a look ahead in place of the search. Complexity: O(nodes x log nodes +
 * replicas x requests x resources). Units: see {@link dev.inferno.topology.ResourceVector}. Thread-safety: none, for one
 * placement.
 */
final class MixedFilling {

    private final List<NodeFilling> requests;
    private final CapacityLedger ledger;
    private final List<String> resources;

    /** By request and resource. */
    private final long[][] needs;

    /** Resources of which requests may ask for different amounts. */
    private final boolean[] differs;

    /** Replicas without a node, by request. */
    private final int[] left;

    /** The least of each resource that a request still waiting asks for. */
    private final long[] least;

    /** @param requests with equal device demands and the same admitted nodes, none concerned by rules about other pods */
    MixedFilling(List<NodeFilling> requests, CapacityLedger ledger) {
        this.requests = requests;
        this.ledger = ledger;
        this.resources = requests.stream()
                .flatMap(request -> request.demand().items().stream())
                .map(Demand.Item::resource)
                .distinct()
                .toList();
        this.needs = requests.stream().map(this::needs).toArray(long[][]::new);
        this.left = requests.stream().mapToInt(NodeFilling::wanted).toArray();
        this.least = new long[resources.size()];
        this.differs = new boolean[resources.size()];
        for (int r = 0; r < resources.size(); r++) {
            int resource = r;
            differs[r] = Arrays.stream(needs).anyMatch(need -> need[resource] != needs[0][resource]);
        }
    }

    private long[] needs(NodeFilling request) {
        return resources.stream().mapToLong(request.demand()::amount).toArray();
    }

    void fill() {
        findLeast();
        for (NodeTopology node : requests.getFirst().fillOrder()) {
            if (Arrays.stream(left).allMatch(replicas -> replicas == 0)) {
                return;
            }
            fill(node);
        }
    }

    private void fill(NodeTopology node) {
        long[] free = resources.stream()
                .mapToLong(resource -> ledger.free(node.index(), resource))
                .toArray();
        int[] here = new int[requests.size()];
        for (int next = next(free); next >= 0; next = next(free)) {
            here[next]++;
            for (int r = 0; r < free.length; r++) {
                free[r] -= needs[next][r];
            }
            left[next]--;
            if (left[next] == 0) {
                findLeast();
            }
        }
        for (int i = 0; i < here.length; i++) {
            requests.get(i).grant(node, here[i]);
        }
    }

    /** The request that gets the next replica on a node, -1 when none fits. */
    private int next(long[] free) {
        long others = places(free) - 1;
        int best = -1;
        boolean bestLeavesRoom = false;
        double bestPart = 0;
        for (int i = 0; i < left.length; i++) {
            if (left[i] == 0 || !leaves(free, i, 0)) {
                continue;
            }
            boolean leavesRoom = leaves(free, i, others);
            double part = part(free, i);
            boolean better =
                    leavesRoom == bestLeavesRoom ? (leavesRoom ? part > bestPart : part < bestPart) : leavesRoom;
            if (best < 0 || better) {
                best = i;
                bestLeavesRoom = leavesRoom;
                bestPart = part;
            }
        }
        return best;
    }

    /** How many replicas the node could take at most. */
    private long places(long[] free) {
        long places = Arrays.stream(left).asLongStream().sum();
        for (int r = 0; r < free.length; r++) {
            places = least[r] == 0 ? places : Math.min(places, free[r] / least[r]);
        }
        return places;
    }

    /** Whether a replica fits, and so many of the leanest beside it. */
    private boolean leaves(long[] free, int request, long others) {
        for (int r = 0; r < free.length; r++) {
            if (free[r] - needs[request][r] < others * least[r]) {
                return false;
            }
        }
        return true;
    }

    /** The largest part of what is free of one resource. */
    private double part(long[] free, int request) {
        double part = 0;
        for (int r = 0; r < free.length; r++) {
            if (differs[r] && needs[request][r] > 0) {
                part = Math.max(part, (double) needs[request][r] / free[r]);
            }
        }
        return part;
    }

    private void findLeast() {
        Arrays.fill(least, Long.MAX_VALUE);
        for (int i = 0; i < left.length; i++) {
            for (int r = 0; left[i] > 0 && r < least.length; r++) {
                least[r] = Math.min(least[r], needs[i][r]);
            }
        }
    }
}
