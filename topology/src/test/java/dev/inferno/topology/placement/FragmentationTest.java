package dev.inferno.topology.placement;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.nvidia;
import static dev.inferno.topology.placement.Requests.GPU;
import static dev.inferno.topology.placement.Requests.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FragmentationTest {

    private final CapacityLedger ledger = CapacityLedger.of(
            cluster(
                    nvidia("a", "NVIDIA-H100-80GB-HBM3", 8),
                    nvidia("b", "NVIDIA-H100-80GB-HBM3", 8),
                    nvidia("c", "NVIDIA-H100-80GB-HBM3", 8).cordoned(),
                    nvidia("d", "NVIDIA-H100-80GB-HBM3", 8).promised(),
                    nvidia("e", "NVIDIA-L4", 8)),
            List.of(pod("x", "a", Map.of(GPU, 1L)), pod("y", "b", Map.of(GPU, 5L))));

    @Test
    void whatFormsNoWholeGroupOnOneNodeIsOfNoUse() {
        assertEquals(new Fragmentation(10, 8, 7), Fragmentation.of(ledger, "H100", 2));
        assertEquals(new Fragmentation(10, 4, 7), Fragmentation.of(ledger, "H100", 4));
        assertEquals(0.6, Fragmentation.of(ledger, "H100", 4).share(), 1e-12);
        assertEquals(1, Fragmentation.of(ledger, "H100", 8).share());
        assertEquals(0, Fragmentation.of(ledger, "H100", 1).share());
    }

    @Test
    void nothingFreeIsNotFragmented() {
        assertEquals(0, Fragmentation.of(ledger, "MI300X", 8).share());
        assertThrows(IllegalArgumentException.class, () -> Fragmentation.of(ledger, "H100", 0));
    }
}
