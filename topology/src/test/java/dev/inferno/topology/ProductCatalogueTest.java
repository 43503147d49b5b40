package dev.inferno.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductCatalogueTest {

    private final ProductCatalogue catalogue = ProductCatalogue.builtIn();

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        // What NVIDIA's discovery publishes.
        "Tesla-V100-SXM2-16GB, V100-16GB-SXM2",
        "Tesla-V100-SXM2-32GB, V100-32GB-SXM2",
        "Tesla-V100-PCIE-16GB, V100-16GB-PCIe",
        "Tesla-V100-PCIE-32GB, V100-32GB-PCIe",
        "Tesla-V100-SXM3-32GB, V100-32GB-SXM3",
        "Tesla-T4, T4-16GB",
        "NVIDIA-T4, T4-16GB",
        "Tesla-P4, P4-8GB",
        "NVIDIA-A10, A10-24GB",
        "NVIDIA-A10G, A10G-24GB",
        "NVIDIA-A30, A30-24GB",
        "NVIDIA-A40, A40-48GB",
        "NVIDIA-A2, A2-16GB",
        "NVIDIA-A16, A16-16GB",
        "NVIDIA-A100-SXM4-40GB, A100-40GB-SXM4",
        "A100-SXM4-40GB, A100-40GB-SXM4",
        "NVIDIA-A100-SXM4-80GB, A100-80GB-SXM4",
        "NVIDIA-A100-PCIE-40GB, A100-40GB-PCIe",
        "NVIDIA-A100-80GB-PCIe, A100-80GB-PCIe",
        "NVIDIA-H100-80GB-HBM3, H100-80GB-SXM5",
        "NVIDIA-H100-PCIe, H100-80GB-PCIe",
        "NVIDIA-H100-NVL, H100-94GB-NVL",
        "NVIDIA-H200, H200-141GB-SXM5",
        "NVIDIA-H200-NVL, H200-141GB-NVL",
        "NVIDIA-H20, H20-96GB-SXM5",
        "NVIDIA-GH200-480GB, GH200-96GB",
        "NVIDIA-B200, B200-180GB",
        "NVIDIA-B300-SXM6-AC, B300-288GB",
        "NVIDIA-GB200, GB200-186GB",
        "NVIDIA-GB300, GB300-288GB",
        "NVIDIA-L4, L4-24GB",
        "NVIDIA-L40, L40-48GB",
        "NVIDIA-L40S, L40S-48GB",
        "NVIDIA-GeForce-RTX-4090, RTX-4090-24GB",
        "NVIDIA-GeForce-RTX-5090, RTX-5090-32GB",
        "NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition, RTX-PRO-6000-96GB",
        // What ROCm's labeller publishes.
        "AMD_Instinct_MI300X_OAM, MI300X-192GB",
        "AMD_Instinct_MI325_OAM, MI325X-256GB",
        "Instinct_MI210, MI210-64GB",
        "AMD_Radeon_8060S_Graphics, Radeon-8060S",
        // What Intel's rules publish.
        "Flex_170, Flex-170-16GB",
        "Flex_140, Flex-140-6GB",
        "Max_1100, Max-1100-48GB",
        "Max_1550, Max-1550-128GB",
        // What predecessors of this project put on fake nodes and into their cost tables.
        "NVIDIA-A100-PCIE-80GB, A100-80GB-PCIe",
        "NVIDIA-H100-SXM5-80GB, H100-80GB-SXM5",
        "AMD-MI300X-192G, MI300X-192GB",
        "AMD-MI300X-192GB, MI300X-192GB",
        "AMD-MI250-128G, MI250-64GB",
        "Intel-Gaudi-2-96GB, Gaudi2-96GB",
        "AMD-RX-7800-XT, RX-7800-XT-16GB",
        "Intel-Arc-A770, Arc-A770-16GB",
        "A100, A100-80GB-SXM4",
        "H100, H100-80GB-SXM5",
        "MI300X, MI300X-192GB",
        "G2, Gaudi2-96GB",
        // What clouds publish.
        "nvidia-tesla-a100, A100-40GB-SXM4",
        "nvidia-a100-80gb, A100-80GB-SXM4",
        "nvidia-h100-mega-80gb, H100-80GB-SXM5",
        "nvidia-l4, L4-24GB",
        "nvidia-tesla-v100, V100-16GB-SXM2",
        "A100_PCIE_40GB, A100-40GB-PCIe",
        "H100_NVLINK_80GB, H100-80GB-SXM5",
        "dl1.24xlarge, Gaudi-32GB",
        "gx3d-160x1792x8gaudi3, Gaudi3-128GB",
        // Slices and shares.
        "NVIDIA-A100-SXM4-40GB-SHARED, A100-40GB-SXM4-SHARED",
        "NVIDIA-A100-SXM4-40GB-MIG-1g.5gb, A100-40GB-SXM4-MIG-1g.5gb",
        "NVIDIA-H100-80GB-HBM3-MIG-1g.10gb+me, H100-80GB-SXM5-MIG-1g.10gb.me",
        "NVIDIA-A100-SXM4-40GB-MIG-3g.20gb-SHARED, A100-40GB-SXM4-MIG-3g.20gb-SHARED",
    })
    void readsEveryNameInUse(String raw, String name) {
        assertEquals(Optional.of(name), catalogue.find(raw).map(Product::name));
        assertEquals(Optional.of(name), catalogue.find(name).map(Product::name), "its own name finds it again");
    }

    @Test
    void spellingsOfOneProductAreOneProduct() {
        Product oam = catalogue.find("AMD_Instinct_MI300X_OAM").orElseThrow();

        assertEquals(oam, catalogue.find("AMD-MI300X-192GB").orElseThrow());
        assertEquals(oam, catalogue.find("AMD-MI300X-192G").orElseThrow());
        assertEquals(oam, catalogue.findPci(Vendor.AMD, "0x74A1", 0).orElseThrow());
        assertEquals(Vendor.AMD, oam.vendor());
        assertEquals(192, oam.memoryGib());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AMD_Radeon_Graphics",
                "A_Series",
                "NVIDIA-A100-SXM4-40GB-MIG-INVALID",
                "NVIDIA-A1000",
                "NVIDIA-Quadro-RTX-8000",
                "m5.large",
                "g2-standard-4",
                "Flex_Series",
            })
    void doesNotGuess(String raw) {
        assertEquals(Optional.empty(), catalogue.find(raw));
    }

    @Test
    void everyProductIsFoundByItsOwnNameAndPatternsOfOneVendorDoNotHideOthers() {
        var names = new HashSet<String>();
        for (Product product : catalogue.products()) {
            assertEquals(Optional.of(product), catalogue.find(product.name()));
            assertTrue(names.add(product.name()), product.name() + " stands twice");
        }
    }

    @ParameterizedTest(name = "{0} with {1} MiB is {2}")
    @CsvSource({
        "NVIDIA-H20, 97871, H20-96GB-SXM5",
        "NVIDIA-H20, 143771, H20-141GB-SXM5",
        "NVIDIA-GH200-480GB, 97280, GH200-96GB",
        "NVIDIA-GH200-144G-HBM3e, 0, GH200-144GB",
        "Tesla-V100-SXM2, 32768, V100-32GB-SXM2",
        "NVIDIA-A100-PCIE-80GB, 40960, A100-80GB-PCIe",
    })
    void memoryTellsVariantsApartAndTheNameOutranksTheLabel(String raw, long mib, String name) {
        assertEquals(Optional.of(name), catalogue.find(raw, mib).map(Product::name));
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "AMD, 738c, MI100-32GB",
        "AMD, 7408, MI250X-64GB",
        "AMD, 740f, MI210-64GB",
        "AMD, 74a0, MI300A-128GB",
        "AMD, 74b5, MI300X-192GB",
        "AMD, 74a2, MI308X-192GB",
        "AMD, 74a5, MI325X-256GB",
        "AMD, 75a0, MI350X-288GB",
        "AMD, 75a3, MI355X-288GB",
        "AMD, 7551, R9700-32GB",
        "AMD, 744c, RX-7900-24GB",
        "AMD, 7461, V710-28GB",
        "INTEL, 56c0, Flex-170-16GB",
        "INTEL, 0bd5, Max-1550-128GB",
        "INTEL, 56a0, Arc-A770-16GB",
        "GAUDI, 1000, Gaudi-32GB",
        "GAUDI, 1020, Gaudi2-96GB",
        "GAUDI, 1060, Gaudi3-128GB",
    })
    void readsPciIds(Vendor vendor, String id, String name) {
        assertEquals(Optional.of(name), catalogue.findPci(vendor, id, 0).map(Product::name));
    }

    @ParameterizedTest(name = "{1} of {0}: {2} GB/s")
    @CsvSource({
        "H100-80GB-SXM5, 2, 450",
        "H100-80GB-SXM5, 8, 450",
        "H100-80GB-SXM5, 16, 64",
        "MI300X-192GB, 2, 64",
        "MI300X-192GB, 8, 448",
        "Gaudi3-128GB, 8, 525",
        "A100-80GB-PCIe, 2, 32",
        "L4-24GB, 2, 32",
        "MI300X-192GB-SHARED, 2, 64",
    })
    void groupBandwidthFollowsTheLink(String name, int devices, double gbps) {
        assertEquals(gbps, catalogue.find(name).orElseThrow().groupGBps(devices));
    }

    @Test
    void aGroupOfOneHasNoBandwidth() {
        Product product = catalogue.find("L4").orElseThrow();

        assertThrows(IllegalArgumentException.class, () -> product.groupGBps(1));
    }
}
