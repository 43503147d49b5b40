package dev.inferno.e2e.worlds;

import dev.inferno.e2e.worlds.SchedulerWorld.Foreign;
import dev.inferno.e2e.worlds.SchedulerWorld.Variant;
import dev.inferno.e2e.worlds.WorldPod.NodeTerm;
import dev.inferno.e2e.worlds.WorldPod.PodTerm;
import dev.inferno.e2e.worlds.WorldPod.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Draws a {@link SchedulerWorld} from its seed. Every key of a domain is the world's own. */
final class WorldDice {

    private static final List<String> RESOURCES = List.of("nvidia.com/gpu", "amd.com/gpu", "habana.ai/gaudi");
    private static final String WORLD = "world";

    private final long seed;
    private final int slot;
    private final Random random;
    private final String zoneKey;
    private final String hostKey;

    /** In every other world there is room for most of what is wanted. */
    private final boolean roomy;

    /** More nodes, variants and replicas than a planner can try in all combinations. */
    private final boolean large;

    private WorldDice(long seed, int slot) {
        this.seed = seed;
        this.slot = slot;
        // Neighbouring seeds begin alike otherwise.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.roomy = random.nextBoolean();
        this.large = oneIn(4);
        this.zoneKey = "zone-" + seed;
        this.hostKey = "host-" + seed;
    }

    static SchedulerWorld world(long seed, int slot) {
        var dice = new WorldDice(seed, slot);
        List<String> vendors = new ArrayList<>();
        for (int i = 1 + dice.random.nextInt(2); i > 0; i--) {
            vendors.add(RESOURCES.get(dice.random.nextInt(RESOURCES.size())));
        }
        List<WorldNode> nodes = new ArrayList<>();
        for (int i = (dice.large ? 6 : 3) + dice.random.nextInt(4); i > 0; i--) {
            nodes.add(dice.node("sw-" + seed + "-" + nodes.size(), dice.anyOf(vendors)));
        }
        List<Foreign> foreign = new ArrayList<>();
        nodes.forEach(node -> dice.fill(node, foreign));
        List<Variant> variants = new ArrayList<>();
        for (int i = 1 + dice.random.nextInt(dice.large ? 5 : 4); i > 0; i--) {
            variants.add(dice.variant("v" + variants.size(), dice.anyOf(nodes).resource(), nodes, variants));
        }
        return new SchedulerWorld(seed, slot, nodes, foreign, variants);
    }

    private WorldNode node(String name, String resource) {
        var labels = new TreeMap<>(Map.of(WORLD, Long.toString(seed), WorldNode.MARK, "node"));
        labels.put("gen", Integer.toString(1 + random.nextInt(3)));
        if (!oneIn(14)) {
            labels.put(zoneKey, anyOf(List.of("x", "y", "z")));
        }
        if (!oneIn(16)) {
            labels.put(hostKey, name);
        }
        if (oneIn(3)) {
            labels.put("tier", "gold");
        }
        String taint = oneIn(7) ? anyOf(List.of("NoSchedule", "NoSchedule", "PreferNoSchedule")) : null;
        int devices = anyOf(List.of(2, 4, 8, 8, 8));
        return new WorldNode(
                name, labels, taint, oneIn(16), resource, devices, anyOf(List.of(16, 32, 64)), oneIn(12) ? 3 : 110);
    }

    /** Up to two foreign pods that fit. */
    private void fill(WorldNode node, List<Foreign> foreign) {
        int free = node.devices();
        boolean portFree = true;
        for (int i = roomy ? random.nextInt(2) : random.nextInt(3); i > 0; i--) {
            int devices = Math.min(free, anyOf(List.of(0, 1, 1, 2, 4)));
            String namespace = oneIn(4) ? SchedulerWorld.otherNamespace(slot) : SchedulerWorld.namespace(slot);
            List<PodTerm> apart = oneIn(8) ? List.of(meaning("v" + random.nextInt(3))) : List.of();
            Integer port = portFree && oneIn(6) ? Integer.valueOf(8080) : null;
            portFree &= port == null;
            String app = anyOf(List.of("db", "db", "v0", "v1", "v2"));
            var pod = new WorldPod(
                    namespace,
                    new TreeMap<>(Map.of("app", app)),
                    node.resource(),
                    devices,
                    1 + random.nextInt(4),
                    new TreeMap<>(),
                    true,
                    null,
                    List.of(),
                    apart,
                    List.of(),
                    port);
            foreign.add(new Foreign(pod, node.name()));
            free -= devices;
        }
    }

    private Variant variant(String name, String resource, List<WorldNode> nodes, List<Variant> before) {
        int devices = roomy ? anyOf(List.of(1, 1, 2, 2, 4)) : anyOf(List.of(1, 1, 2, 2, 4, 8));
        int replicas = replicas(devices);
        List<PodTerm> near = new ArrayList<>();
        if (oneIn(14)) {
            near.add(new PodTerm("app", name, zoneKey, false));
        } else if (oneIn(16)) {
            near.add(new PodTerm("app", "db", anyKey(), oneIn(2)));
        } else if (oneIn(12) && !before.isEmpty()) {
            near.add(new PodTerm("app", anyOf(before).name(), zoneKey, false));
        }
        List<PodTerm> apart = new ArrayList<>();
        if (oneIn(9)) {
            apart.add(new PodTerm("app", name, oneIn(4) ? zoneKey : hostKey, false));
        }
        if (oneIn(12)) {
            apart.add(meaning(anyOf(List.of("db", "v0", "v1"))));
        }
        SortedMap<String, String> selector = new TreeMap<>(Map.of(WORLD, Long.toString(seed)));
        if (oneIn(16)) {
            selector.put("tier", "gold");
        }
        var pod = new WorldPod(
                SchedulerWorld.namespace(slot),
                new TreeMap<>(Map.of("app", name, "tier", "server")),
                resource,
                devices,
                1 + random.nextInt(8),
                selector,
                oneIn(2),
                terms(nodes),
                near,
                apart,
                spread(name),
                oneIn(10) ? Integer.valueOf(8080) : null);
        return new Variant(name, replicas, pod);
    }

    private int replicas(int devices) {
        if (devices == 8) {
            return 1 + random.nextInt(2);
        }
        int most = roomy || devices == 4 ? 3 : 5;
        return 1 + random.nextInt(large ? 2 * most : most);
    }

    private @Nullable List<NodeTerm> terms(List<WorldNode> nodes) {
        return switch (random.nextInt(24)) {
            case 0 -> List.of(new NodeTerm(zoneKey, "In", List.of("x", "y")));
            case 1 -> List.of(new NodeTerm(zoneKey, "NotIn", List.of("z")));
            case 2 -> List.of(new NodeTerm("tier", "DoesNotExist", List.of()));
            case 3 -> List.of(new NodeTerm("gen", "Gt", List.of("1")), new NodeTerm("tier", "Exists", List.of()));
            case 4 -> List.of(new NodeTerm("gen", "Lt", List.of("3")));
            case 5 ->
                List.of(
                        new NodeTerm(NodeTerm.NAME, "In", List.of(anyOf(nodes).name())),
                        new NodeTerm(NodeTerm.NAME, "In", List.of(anyOf(nodes).name())));
            default -> null;
        };
    }

    private List<Spread> spread(String name) {
        List<Spread> constraints = new ArrayList<>();
        if (oneIn(6)) {
            boolean shared = oneIn(6);
            constraints.add(new Spread(
                    shared ? "tier" : "app",
                    shared ? "server" : name,
                    hostKey,
                    1 + random.nextInt(2),
                    oneIn(8) ? 3 : 1,
                    !oneIn(6),
                    oneIn(3)));
        }
        if (oneIn(10)) {
            constraints.add(new Spread("app", name, zoneKey, 1, oneIn(6) ? 2 : 1, !oneIn(6), oneIn(3)));
        }
        return constraints;
    }

    private PodTerm meaning(String app) {
        return new PodTerm("app", app, anyKey(), oneIn(3));
    }

    private String anyKey() {
        return random.nextBoolean() ? zoneKey : hostKey;
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private <T> T anyOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
