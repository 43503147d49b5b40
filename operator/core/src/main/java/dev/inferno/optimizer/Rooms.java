package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.Toleration;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.NodeAdmission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as a search over counts sees it: kinds of pods, the pools of nodes they share, and the rows that bound them.
 * Only for pods that have no rules about other pods. Amounts are those of the ledger when it was read. Thread-safety: none,
 * pools remember.
 */
final class Rooms {

    private static final Comparator<PodKind> LARGEST_FIRST = Comparator.comparingInt((PodKind kind) -> -kind.devices())
            .thenComparing(PodKind::asks, (a, b) -> Arrays.compare(b, a))
            .thenComparingInt(PodKind::index);

    private final List<String> resources;
    private final List<NodeTopology> nodes;
    private final long[][] free;
    private final List<PodKind> kinds = new ArrayList<>();
    private final List<List<Double>> takes = new ArrayList<>();
    private final List<Pool> pools = new ArrayList<>();
    private final Rows rows;
    private final int[] poolOf;
    private final PodKind[][] kindOf;
    private final Map<Rules, int[]> admitted = new HashMap<>();

    /** The part of a pod that decides which nodes admit it. */
    private record Rules(
            Map<String, String> selector,
            @Nullable List<NodeSelectorTerm> terms,
            List<Toleration> tolerations,
            @Nullable String product,
            List<String> devices) {}

    /** @param takes of each limit */
    private record Key(Rules rules, ResourceVector requests, List<Double> takes) {}

    Rooms(World world, CapacityLedger ledger) {
        var names = new TreeSet<String>();
        names.add(Quantities.PODS);
        world.items()
                .forEach(item -> item.variant()
                        .options()
                        .forEach(option -> option.pod().requests().amounts().forEach((resource, amount) -> {
                            if (amount > 0) {
                                names.add(resource);
                            }
                        })));
        this.resources = List.copyOf(names);
        this.nodes = ledger.topology().nodes();
        this.free = nodes.stream().map(node -> free(node, ledger)).toArray(long[][]::new);
        this.kindOf = kinds(world, nodes);
        this.poolOf = new int[kinds.size()];
        List<PoolRow> found = share();
        this.rows = new Rows(kinds.size());
        found.forEach(rows::add);
        limitRows(world.limits().all()).forEach(rows::add);
    }

    List<PodKind> kinds() {
        return kinds;
    }

    List<Pool> pools() {
        return pools;
    }

    Rows rows() {
        return rows;
    }

    PodKind kind(Item item, int option) {
        return kindOf[item.index()][option];
    }

    /** Name of a node. */
    String node(int index) {
        return nodes.get(index).name();
    }

    /** Position of a kind's pool. */
    int poolOf(int kind) {
        return poolOf[kind];
    }

    private long[] free(NodeTopology node, CapacityLedger ledger) {
        ResourceVector vector = ledger.free(node.name());
        return resources.stream().mapToLong(vector::amount).toArray();
    }

    private PodKind[][] kinds(World world, List<NodeTopology> nodes) {
        Map<Key, PodKind> byKey = new LinkedHashMap<>();
        var all = new PodKind[world.items().size()][];
        for (Item item : world.items()) {
            List<VariantOption> options = item.variant().options();
            all[item.index()] = new PodKind[options.size()];
            for (int option = 0; option < options.size(); option++) {
                VariantOption used = options.get(option);
                var key = new Key(
                        rules(used), used.pod().requests(), world.limits().takes(item, used));
                PodKind kind = byKey.get(key);
                if (kind == null) {
                    kind = kind(item, used, key, nodes);
                    byKey.put(key, kind);
                }
                all[item.index()][option] = kind;
            }
        }
        return all;
    }

    private PodKind kind(Item item, VariantOption option, Key key, List<NodeTopology> nodes) {
        long[] asks = new long[resources.size()];
        for (int r = 0; r < asks.length; r++) {
            asks[r] = resources.get(r).equals(Quantities.PODS)
                    ? 1
                    : Math.max(0, option.pod().requests().amount(resources.get(r)));
        }
        int devices = (int) DeviceResources.devices(option.pod().requests());
        int[] admitting = admitted.computeIfAbsent(key.rules(), rules -> admitting(item, option, nodes));
        int[] open = Arrays.stream(admitting)
                .filter(node -> PodKind.room(asks, free[node]) > 0)
                .toArray();
        var kind = new PodKind(kinds.size(), asks, devices, open);
        kinds.add(kind);
        takes.add(key.takes());
        return kind;
    }

    private static int[] admitting(Item item, VariantOption option, List<NodeTopology> nodes) {
        var admission = NodeAdmission.of(item.request(option, 0, Collections.emptySortedMap()));
        return nodes.stream()
                .filter(admission::admits)
                .mapToInt(NodeTopology::index)
                .toArray();
    }

    private static Rules rules(VariantOption option) {
        PodShape pod = option.pod();
        List<String> devices = pod.requests().amounts().entrySet().stream()
                .filter(asked -> asked.getValue() > 0 && DeviceResources.isDevice(asked.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        return new Rules(pod.nodeSelector(), pod.requiredTerms(), pod.tolerations(), option.product(), devices);
    }

    /** Kinds that can meet on a node share a pool; the rows of all pools. */
    private List<PoolRow> share() {
        List<PoolRow> all = new ArrayList<>();
        int[] owner = IntStream.range(0, kinds.size()).toArray();
        int[] first = new int[free.length];
        Arrays.fill(first, -1);
        for (PodKind kind : kinds) {
            for (int node : kind.nodes()) {
                if (first[node] < 0) {
                    first[node] = kind.index();
                } else {
                    owner[root(owner, kind.index())] = root(owner, first[node]);
                }
            }
        }
        Map<Integer, List<PodKind>> members = new LinkedHashMap<>();
        kinds.forEach(kind -> members.computeIfAbsent(root(owner, kind.index()), k -> new ArrayList<>())
                .add(kind));
        int[] deviceResources = IntStream.range(0, resources.size())
                .filter(r -> DeviceResources.isDevice(resources.get(r)))
                .toArray();
        for (List<PodKind> together : members.values()) {
            together.sort(LARGEST_FIRST);
            together.forEach(kind -> poolOf[kind.index()] = pools.size());
            var pool = new Pool(together, free, deviceResources);
            pools.add(pool);
            if (free.length > 0) {
                all.addAll(PoolRow.of(pool, free));
            }
        }
        return all;
    }

    /** What binds replicas together wherever they stand. */
    private List<PoolRow> limitRows(List<Limit> limits) {
        List<PoolRow> all = new ArrayList<>();
        for (int l = 0; l < limits.size(); l++) {
            int limit = l;
            int[] counted = IntStream.range(0, kinds.size())
                    .filter(kind -> takes.get(kind).get(limit) > 0)
                    .toArray();
            if (counted.length > 0) {
                double[] weights = Arrays.stream(counted)
                        .mapToDouble(kind -> takes.get(kind).get(limit))
                        .toArray();
                all.add(new PoolRow(counted, weights, limits.get(limit).left()));
            }
        }
        return all;
    }

    private static int root(int[] owner, int kind) {
        int root = kind;
        while (owner[root] != root) {
            root = owner[root];
        }
        return root;
    }
}
