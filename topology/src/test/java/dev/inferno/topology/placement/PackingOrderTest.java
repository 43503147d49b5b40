package dev.inferno.topology.placement;

import static dev.inferno.topology.placement.Requests.GPU;
import static dev.inferno.topology.placement.Requests.replicas;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackingOrderTest {

    @Test
    void largestReplicaFirstWhateverTheInputOrder() {
        var expected = List.of(
                replicas(1).id("devices").each("amd.com/gpu", "8").request(),
                replicas(9).id("cpu").each(GPU, "1").each("cpu", "16").request(),
                replicas(1)
                        .id("memory")
                        .each(GPU, "1")
                        .each("cpu", "8")
                        .each("memory", "2Gi")
                        .request(),
                replicas(1).id("name-a").each(GPU, "1").each("cpu", "8").request(),
                replicas(1).id("name-b").each(GPU, "1").each("cpu", "8").request(),
                replicas(1).id("nothing").request());
        var shuffled = new ArrayList<>(expected);

        for (long seed = 0; seed < 10; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(expected, PackingOrder.largestFirst(shuffled), "seed " + seed);
        }
    }
}
