package dev.inferno.topology.placement;

import dev.inferno.topology.NodeTopology;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Puts replicas of several requests onto the same nodes; all of them ask for the same devices.
 *
 * <p>Problem: filled one after the other, replicas with much cpu per device leave devices without cpu that nobody can use,
 * and those with little leave cpu that nobody needs. Method: nodes in the order of {@link NodeFilling}; on each, one replica
 * after the other: the one that takes the largest part of any resource, as long as lean ones could still use up the node's
 * devices; where none leaves them room, the smallest. Lean is what the leanest tenth of all that waits asks for per device.
 * Source: minimum bin slack (Gupta and Ho, Production Planning and Control 10, 1999), with a look ahead in place of the
 * search. Complexity: O(nodes x log nodes + (nodes + replicas) x requests x resources). Units: see {@link
 * dev.inferno.topology.ResourceVector}. Thread-safety: none, for one placement.
 */
final class MixedFilling {

    /** With less, a few very lean replicas promise room that the many others do not have. */
    private static final double LEAN_PART = 0.1;

    /** Of sums of amounts per device. */
    private static final double ROUNDING = 1e-9;

    private final List<NodeFilling> requests;
    private final CapacityLedger ledger;
    private final List<String> resources;

    /** By request and resource; those that only wait come after those to place. */
    private final long[][] needs;

    private final long[] devices;

    /** Resources of which requests may ask for different amounts. */
    private final boolean[] differs;

    /** All requests by what they ask for per device, the leanest first, for each resource. */
    private final int[][] leanest;

    /** Replicas without a node, by request. */
    private final int[] left;

    /** What lean replicas ask for per device, by resource. */
    private final double[] lean;

    /**
     * @param requests with equal device demands and the same admitted nodes, none concerned by rules about other pods
     * @param later others that will want devices of these nodes
     */
    MixedFilling(List<NodeFilling> requests, List<NodeFilling> later, CapacityLedger ledger) {
        List<NodeFilling> all = Stream.concat(requests.stream(), later.stream()).toList();
        this.requests = requests;
        this.ledger = ledger;
        this.resources = all.stream()
                .flatMap(request -> request.demand().items().stream())
                .map(Demand.Item::resource)
                .distinct()
                .toList();
        this.needs = all.stream().map(this::needs).toArray(long[][]::new);
        this.devices = all.stream()
                .mapToLong(request -> request.demand().items().getFirst().amount())
                .toArray();
        this.left = all.stream().mapToInt(NodeFilling::wanted).toArray();
        this.lean = new double[resources.size()];
        this.leanest = new int[resources.size()][];
        this.differs = new boolean[resources.size()];
        for (int r = 0; r < resources.size(); r++) {
            int resource = r;
            leanest[r] = IntStream.range(0, all.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> perDevice(i, resource)))
                    .mapToInt(i -> i)
                    .toArray();
            differs[r] = IntStream.range(0, requests.size()).anyMatch(i -> needs[i][resource] != needs[0][resource]);
        }
    }

    private long[] needs(NodeFilling request) {
        return resources.stream().mapToLong(request.demand()::amount).toArray();
    }

    private double perDevice(int request, int resource) {
        return (double) needs[request][resource] / devices[request];
    }

    void fill() {
        for (NodeTopology node : requests.getFirst().fillOrder()) {
            if (IntStream.range(0, requests.size()).allMatch(i -> left[i] == 0)) {
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
        findLean();
        for (int next = next(free); next >= 0; next = next(free)) {
            here[next]++;
            left[next]--;
            for (int r = 0; r < free.length; r++) {
                free[r] -= needs[next][r];
            }
        }
        for (int i = 0; i < here.length; i++) {
            requests.get(i).grant(node, here[i]);
        }
    }

    /** The request that gets the next replica on a node, -1 when none fits. */
    private int next(long[] free) {
        double others = Math.max(0, usable(free) - devices[0]);
        int best = -1;
        boolean bestLeavesRoom = false;
        double bestPart = 0;
        for (int i = 0; i < requests.size(); i++) {
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

    /** Devices of the node that lean replicas could use. */
    private double usable(long[] free) {
        double usable = IntStream.range(0, left.length)
                .mapToLong(i -> left[i] * devices[i])
                .sum();
        for (int r = 0; r < free.length; r++) {
            usable = lean[r] == 0 ? usable : Math.min(usable, free[r] / lean[r]);
        }
        return Math.floor(usable * (1 + ROUNDING));
    }

    /** Whether a replica fits, and lean ones on so many devices beside it. */
    private boolean leaves(long[] free, int request, double others) {
        for (int r = 0; r < free.length; r++) {
            if (free[r] - needs[request][r] < others * lean[r] * (1 - ROUNDING)) {
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

    private void findLean() {
        double waiting = 0;
        for (int i = 0; i < left.length; i++) {
            waiting += LEAN_PART * left[i] * devices[i];
        }
        for (int r = 0; r < lean.length; r++) {
            double counted = 0;
            double amount = 0;
            for (int at = 0; at < left.length && counted < waiting; at++) {
                int i = leanest[r][at];
                double taken = Math.min((double) left[i] * devices[i], waiting - counted);
                counted += taken;
                amount += taken * perDevice(i, r);
            }
            lean[r] = amount / counted;
        }
    }
}
