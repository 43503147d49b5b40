package dev.inferno.topology.placement;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds nodes for all replicas of a plan, so that what stays free is of most use.
 *
 * <p>Problem: placed one request after the other, a plan leaves devices beside which there is no cpu or memory, and breaks
 * nodes that a larger replica could have used. Method: what runs stays; then largest first, requests for the same devices on
 * the same nodes together ({@link MixedFilling}), or one after the other where that leaves a replica without a node. Requests
 * that rules about other pods concern, or that ask for no device, are placed alone ({@link BestFitPlacer}), the former before
 * the others of their size. Complexity: as those two. Thread-safety: stateless; the ledger is the caller's.
 */
public final class PlanPacking {

    private final CapacityLedger ledger;

    private PlanPacking(CapacityLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * Places every replica, or none.
     *
     * @return one placement per request, in their order, reserved in the ledger; empty when a replica found no node: then the
     *     ledger is as before
     */
    public static Optional<List<Placement>> place(List<PlacementRequest> requests, CapacityLedger ledger) {
        List<Share> shares = requests.stream().map(Share::none).toList();
        try (Trial trial = ledger.trial()) {
            if (!new PlanPacking(ledger).placesAll(shares)) {
                return Optional.empty();
            }
            trial.commit();
        }
        return Optional.of(shares.stream()
                .map(share -> new Placement(share.request().id(), share.granted()))
                .toList());
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

        boolean isWhole() {
            return granted.values().stream().mapToInt(Integer::intValue).sum() == request.replicas();
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

        boolean competesWith(Level other) {
            return nodes.equals(other.nodes)
                    && !devices.isEmpty()
                    && !other.devices.isEmpty()
                    && devices.getFirst()
                            .resource()
                            .equals(other.devices.getFirst().resource());
        }
    }

    private boolean placesAll(List<Share> shares) {
        List<Share> ordered = shares.stream()
                .sorted((one, other) -> PackingOrder.LARGEST_FIRST.compare(one.request(), other.request()))
                .toList();
        ordered.forEach(share -> share.filling(ledger).keep());
        Map<Level, List<Share>> levels = new LinkedHashMap<>();
        ordered.forEach(share -> levels.computeIfAbsent(Level.of(share.request(), ledger), level -> new ArrayList<>())
                .add(share));
        return levels.keySet().stream()
                .allMatch(level -> placesLevel(levels.getOrDefault(level, List.of()), later(level, levels)));
    }

    /** What waits for devices of the same nodes; larger ones have theirs by now. */
    private static List<Share> later(Level level, Map<Level, List<Share>> levels) {
        return levels.keySet().stream()
                .filter(other -> !other.equals(level) && other.competesWith(level))
                .flatMap(other -> levels.getOrDefault(other, List.of()).stream())
                .filter(share -> !share.isWhole())
                .toList();
    }

    private boolean placesLevel(List<Share> level, List<Share> later) {
        for (Share share : level) {
            NodeFilling filling = share.filling(ledger);
            if (!filling.mixes()) {
                filling.fill();
            }
        }
        // Asked again: a rule may have come to concern a request with one that was placed a moment ago.
        List<Share> plain = level.stream()
                .filter(share -> !share.isWhole() && share.filling(ledger).mixes())
                .toList();
        if (plain.size() > 1) {
            mix(plain, later);
        }
        level.stream()
                .filter(share -> !share.isWhole())
                .forEach(share -> share.filling(ledger).fill());
        return level.stream().allMatch(Share::isWhole);
    }

    /** All of them together, or nothing. */
    private void mix(List<Share> shares, List<Share> later) {
        List<Share> mixed = shares.stream().map(Share::copy).toList();
        try (Trial trial = ledger.trial()) {
            new MixedFilling(fillings(mixed), fillings(later), ledger).fill();
            if (mixed.stream().allMatch(Share::isWhole)) {
                trial.commit();
                for (int i = 0; i < shares.size(); i++) {
                    shares.get(i).granted().putAll(mixed.get(i).granted());
                }
            }
        }
    }

    private List<NodeFilling> fillings(List<Share> shares) {
        return shares.stream().map(share -> share.filling(ledger)).toList();
    }
}
