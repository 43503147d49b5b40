package dev.inferno.topology.placement;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A small cluster drawn from a seed: one to four nodes with few devices, quirks, and pods that are already there. */
record RandomWorld(ClusterTopology topology, List<PodFacts> occupants) {

    private static final List<String> PRODUCTS = List.of("NVIDIA-H100-80GB-HBM3", "NVIDIA-L4", "NVIDIA-Unheard-Of");

    static RandomWorld of(Random random) {
        TestNode[] nodes = IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(i -> node("n" + i, random))
                .toArray(TestNode[]::new);
        ClusterTopology topology = TestNode.cluster(nodes);
        var occupants = new ArrayList<PodFacts>();
        for (int i = random.nextInt(6); i > 0; i--) {
            String node = "n" + random.nextInt(nodes.length);
            occupants.add(new PodFacts("ns", "o" + i, null, node, true, random.nextBoolean(), requests(random)));
        }
        return new RandomWorld(topology, occupants);
    }

    private static TestNode node(String name, Random random) {
        String product = PRODUCTS.get(random.nextInt(PRODUCTS.size()));
        TestNode node = TestNode.nvidia(name, product, random.nextInt(5))
                .label("zone", random.nextBoolean() ? "a" : "b")
                .has("cpu", Integer.toString(2 + random.nextInt(10)))
                .has("memory", (8 + random.nextInt(56)) + "Gi")
                .has("pods", Integer.toString(random.nextInt(8)));
        if (random.nextInt(4) == 0) {
            node.has("hugepages-2Mi", "1Gi");
        }
        switch (random.nextInt(8)) {
            case 0 -> node.cordoned();
            case 1 -> node.notReady();
            case 2 -> node.taint("gpu", "", TaintEffect.NO_SCHEDULE);
            case 3 -> node.taint("gpu", "", TaintEffect.NO_EXECUTE);
            default -> {}
        }
        return node;
    }

    private static ResourceVector requests(Random random) {
        var amounts = new TreeMap<String, Long>();
        amounts.put(Requests.GPU, (long) random.nextInt(3));
        amounts.put("cpu", 500L * random.nextInt(5));
        amounts.put("memory", random.nextInt(16) * (1L << 30));
        if (random.nextInt(6) == 0) {
            amounts.put("hugepages-2Mi", 512L << 20);
        }
        return ResourceVector.of(amounts);
    }

    String anyNode(Random random) {
        return topology.nodes().get(random.nextInt(topology.nodes().size())).name();
    }

    ResourceVector anyRequests(Random random) {
        return requests(random);
    }
}
