package dev.inferno.bench;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.placement.PlacementRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A large cluster and a plan for it, drawn from one seed: nodes of eight devices of three products, a third of the devices
 * held by others, and variants that ask for 1, 2, 4 or 8 devices of one product with 4 to 16 cores for each.
 */
final class PlacementWorkload {

    private static final long SEED = 1;
    private static final String GPU = "nvidia.com/gpu";
    private static final List<String> PRODUCTS =
            List.of("NVIDIA-H100-80GB-HBM3", "NVIDIA-A100-SXM4-80GB", "NVIDIA-L40S");
    private static final int DEVICES = 8;
    private static final long GIB = 1L << 30;

    /** Labels of a node beside those that are read, as the vendor's and the cluster's own components write them. */
    private static final int OTHER_LABELS = 30;

    private PlacementWorkload() {}

    static List<NodeFacts> nodes(int count) {
        return IntStream.range(0, count).mapToObj(PlacementWorkload::node).toList();
    }

    private static NodeFacts node(int index) {
        var labels = new TreeMap<String, String>();
        for (int i = 0; i < OTHER_LABELS; i++) {
            labels.put("feature.node.kubernetes.io/label-" + i, "value-" + i);
        }
        labels.put("kubernetes.io/hostname", name(index));
        labels.put("topology.kubernetes.io/zone", "zone-" + index % 3);
        labels.put("nvidia.com/gpu.product", PRODUCTS.get(index % PRODUCTS.size()));
        labels.put("nvidia.com/gpu.count", Integer.toString(DEVICES));
        var allocatable = ResourceVector.of(
                Map.of("cpu", 128_000L, "memory", 1024 * GIB, "ephemeral-storage", 2048 * GIB, "pods", 110L, GPU, 8L));
        return new NodeFacts(name(index), labels, List.of(), false, true, false, allocatable);
    }

    private static String name(int index) {
        return "node-%05d".formatted(index);
    }

    /** Up to five pods of one device on each node. */
    static List<PodFacts> occupants(ClusterTopology cluster) {
        var random = new Random(SEED);
        var requests = ResourceVector.of(Map.of("cpu", 8_000L, "memory", 32 * GIB, GPU, 1L));
        List<PodFacts> pods = new ArrayList<>();
        for (var node : cluster.nodes()) {
            for (int i = random.nextInt(6); i > 0; i--) {
                pods.add(new PodFacts("others", "pod-" + pods.size(), null, node.name(), true, false, requests));
            }
        }
        return pods;
    }

    /**
     * Replicas of 1, 2 and 4 devices in equal numbers; ten thousand fill six of seven free devices.
     *
     * @param replicas of all variants together
     */
    static List<PlacementRequest> plan(int variants, int replicas) {
        var random = new Random(SEED);
        return IntStream.range(0, variants)
                .mapToObj(i -> request(
                        "models/variant-" + i, 1 << (i % 3), PRODUCTS.get(i / 3 % 3), random, replicas / variants))
                .toList();
    }

    static PlacementRequest single(int devices) {
        return request("models/single", devices, PRODUCTS.getFirst(), new Random(SEED), 1);
    }

    private static PlacementRequest request(String id, int devices, String product, Random random, int replicas) {
        var requests = ResourceVector.of(Map.of(
                GPU,
                (long) devices,
                "cpu",
                devices * 1_000L * (4 + random.nextInt(13)),
                "memory",
                devices * GIB * (16 + random.nextInt(112))));
        var shape = new PodShape(requests, new TreeMap<>(Map.of("app", id)), new TreeMap<>(), null, List.of());
        return new PlacementRequest(id, shape, product, replicas, new TreeMap<>());
    }
}
