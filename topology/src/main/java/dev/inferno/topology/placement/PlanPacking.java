package dev.inferno.topology.placement;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Finds nodes for all requests of a plan, so that what stays free is of most use.
 *
 * <p>Problem: placed one request after the other, a plan leaves devices beside which there is no cpu or memory, and breaks
 * nodes that a larger replica could have used. Method: what runs stays; then largest first, requests for the same devices on
 * the same nodes together ({@link MixedFilling}); where that leaves a replica without a node, one after the other instead, if
 * that leaves fewer. Requests that rules about other pods concern, or that ask for no device, are placed alone ({@link
 * BestFitPlacer}), the former before the others of their size. Complexity: as those two. Thread-safety: stateless; the
 * ledger is the caller's.
 */
public final class PlanPacking {

    private final CapacityLedger ledger;

    private PlanPacking(CapacityLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * Places as many replicas of each request as find room; the ledger holds the reservations, also of a partial placement.
     * Open a {@link CapacityLedger#trial()} first to be able to take them back.
     *
     * @return one placement per request, in their order
     */
    public static List<Placement> place(List<PlacementRequest> requests, CapacityLedger ledger) {
        List<Share> shares = requests.stream().map(Share::none).toList();
        new PlanPacking(ledger).place(shares);
        return shares.stream()
                .map(share -> new Placement(share.request().id(), share.granted()))
                .toList();
    }

    /** A request with what it has got so far. */
    private record Share(PlacementRequest request, SortedMap<String, Integer> granted) {

        static Share none(PlacementRequest request) {
            return new Share(request, new TreeMap<>());
        }

        NodeFilling filling(CapacityLedger ledger) {
            return new NodeFilling(request, ledger, granted);
        }

        Share copy() {
            return new Share(request, new TreeMap<>(granted));
        }

        int missing() {
            return request.replicas()
                    - granted.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Requests that can share nodes: of one size, for the same nodes, and their turn comes together. */
    private record Level(boolean standsByOthers, List<Demand.Item> devices, BitSet nodes) {

        static Level of(PlacementRequest request, CapacityLedger ledger) {
            return new Level(
                    !request.shape().podAffinity().isEmpty(),
                    Demand.of(request.shape().requests()).devices(),
                    ledger.admission(request).indices());
        }
    }

    private void place(List<Share> shares) {
        List<Share> ordered = shares.stream()
                .sorted((one, other) -> PackingOrder.LARGEST_FIRST.compare(one.request(), other.request()))
                .toList();
        ordered.forEach(share -> share.filling(ledger).keep());
        Map<Level, List<Share>> levels = new LinkedHashMap<>();
        ordered.forEach(share -> levels.computeIfAbsent(Level.of(share.request(), ledger), level -> new ArrayList<>())
                .add(share));
        levels.values().forEach(this::fillLevel);
    }

    /** A rule may come to concern a request only through one that was placed a moment ago. */
    private void fillLevel(List<Share> level) {
        for (Share share : level) {
            NodeFilling filling = share.filling(ledger);
            if (!filling.mixes()) {
                filling.fill();
            }
        }
        List<Share> plain = level.stream()
                .filter(share -> share.missing() > 0 && share.filling(ledger).mixes())
                .toList();
        if (plain.size() > 1) {
            fillTogether(plain);
        }
        apart(level);
    }

    private void fillTogether(List<Share> plain) {
        int missing = settle(plain, this::mixed, 0);
        if (missing > 0 && settle(plain, this::apart, missing - 1) >= missing) {
            mixed(plain);
        }
    }

    /** Replicas left without a node; if these are more than the most, nothing is placed. */
    private int settle(List<Share> shares, Consumer<List<Share>> filling, int most) {
        try (Trial trial = ledger.trial()) {
            List<Share> after = shares.stream().map(Share::copy).toList();
            filling.accept(after);
            int missing = after.stream().mapToInt(Share::missing).sum();
            if (missing <= most) {
                trial.commit();
                for (int i = 0; i < shares.size(); i++) {
                    shares.get(i).granted().putAll(after.get(i).granted());
                }
            }
            return missing;
        }
    }

    private void mixed(List<Share> shares) {
        new MixedFilling(shares.stream().map(share -> share.filling(ledger)).toList(), ledger).fill();
    }

    private void apart(List<Share> shares) {
        shares.stream()
                .filter(share -> share.missing() > 0)
                .forEach(share -> share.filling(ledger).fill());
    }
}
