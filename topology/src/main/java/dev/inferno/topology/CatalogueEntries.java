package dev.inferno.topology;

import static dev.inferno.topology.LinkKind.BRIDGE;
import static dev.inferno.topology.LinkKind.MESH;
import static dev.inferno.topology.LinkKind.PCIE;
import static dev.inferno.topology.LinkKind.SWITCH;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The built-in product table; within a vendor the specific pattern stands before the general one.
 *
 * <p>Source: data sheets of NVIDIA, AMD and Intel, Gaudi network layout, pci.ids and amdgpu.ids. Units: GiB; GB/s in
 * one direction (the data sheets' figures count both). Where a figure is unknown the lower one stands.
 */
final class CatalogueEntries {

    private static final int PCIE3 = 16;
    private static final int PCIE4 = 32;
    private static final int PCIE5 = 64;
    private static final int PCIE6 = 128;
    private static final int GRACE_C2C = 450;

    /** One Xe Link; how many join a pair is not published, so one is assumed. */
    private static final double XE_LINK = 26.5;

    private CatalogueEntries() {}

    static final List<ProductFamily> NVIDIA = List.of(
            ProductFamily.of("V100-(.*-)?SXM3", nvidia("V100-32GB-SXM3", 32, SWITCH, 16, 150, PCIE3)),
            ProductFamily.of(
                    "V100S?-(.*-)?PCIE",
                    nvidia("V100-16GB-PCIe", 16, PCIE, 1, 0, PCIE3),
                    nvidia("V100-32GB-PCIe", 32, PCIE, 1, 0, PCIE3)),
            // The eight of a DGX-1 form a cube mesh: two fully linked quads.
            ProductFamily.of(
                    "V100",
                    nvidia("V100-16GB-SXM2", 16, MESH, 4, 25, PCIE3),
                    nvidia("V100-32GB-SXM2", 32, MESH, 4, 25, PCIE3)),
            ProductFamily.of("T4", nvidia("T4-16GB", 16, PCIE, 1, 0, PCIE3)),
            ProductFamily.of("P4", nvidia("P4-8GB", 8, PCIE, 1, 0, PCIE3)),
            ProductFamily.of(
                    "A100-(.*-)?PCIE",
                    nvidia("A100-80GB-PCIe", 80, BRIDGE, 2, 300, PCIE4),
                    nvidia("A100-40GB-PCIe", 40, BRIDGE, 2, 300, PCIE4)),
            ProductFamily.of(
                    "A100",
                    nvidia("A100-80GB-SXM4", 80, SWITCH, 8, 300, PCIE4),
                    nvidia("A100-40GB-SXM4", 40, SWITCH, 8, 300, PCIE4)),
            ProductFamily.of("H100-(.*-)?NVL", nvidia("H100-94GB-NVL", 94, BRIDGE, 2, 300, PCIE5)),
            ProductFamily.of("H100-(.*-)?PCIE", nvidia("H100-80GB-PCIe", 80, BRIDGE, 2, 300, PCIE5)),
            ProductFamily.of("H100", nvidia("H100-80GB-SXM5", 80, SWITCH, 8, 450, PCIE5)),
            ProductFamily.of("H800", nvidia("H800-80GB-SXM5", 80, SWITCH, 8, 200, PCIE5)),
            ProductFamily.of("H200-(.*-)?NVL", nvidia("H200-141GB-NVL", 141, BRIDGE, 2, 450, PCIE5)),
            ProductFamily.of("H200", nvidia("H200-141GB-SXM5", 141, SWITCH, 8, 450, PCIE5)),
            ProductFamily.of(
                    "H20",
                    nvidia("H20-96GB-SXM5", 96, SWITCH, 8, 450, PCIE5),
                    nvidia("H20-141GB-SXM5", 141, SWITCH, 8, 450, PCIE5)),
            ProductFamily.of(
                    "GH200",
                    nvidia("GH200-96GB", 96, PCIE, 1, 0, GRACE_C2C),
                    nvidia("GH200-144GB", 144, PCIE, 1, 0, GRACE_C2C)),
            ProductFamily.of("GB200", nvidia("GB200-186GB", 186, SWITCH, 72, 900, GRACE_C2C)),
            ProductFamily.of("GB300", nvidia("GB300-288GB", 288, SWITCH, 72, 900, GRACE_C2C)),
            ProductFamily.of("B200", nvidia("B200-180GB", 180, SWITCH, 8, 900, PCIE5)),
            ProductFamily.of("B300", nvidia("B300-288GB", 288, SWITCH, 8, 900, PCIE6)),
            ProductFamily.of("A30", nvidia("A30-24GB", 24, BRIDGE, 2, 100, PCIE4)),
            ProductFamily.of("A40", nvidia("A40-48GB", 48, BRIDGE, 2, 56, PCIE4)),
            ProductFamily.of("RTX-A6000", nvidia("RTX-A6000-48GB", 48, BRIDGE, 2, 56, PCIE4)),
            ProductFamily.of("A10G", nvidia("A10G-24GB", 24, PCIE, 1, 0, PCIE4)),
            ProductFamily.of("A10", nvidia("A10-24GB", 24, PCIE, 1, 0, PCIE4)),
            ProductFamily.of("A16", nvidia("A16-16GB", 16, PCIE, 1, 0, PCIE4)),
            ProductFamily.of("A2", nvidia("A2-16GB", 16, PCIE, 1, 0, PCIE4)),
            ProductFamily.of("L40S", nvidia("L40S-48GB", 48, PCIE, 1, 0, PCIE4)),
            ProductFamily.of("L40", nvidia("L40-48GB", 48, PCIE, 1, 0, PCIE4)),
            ProductFamily.of("L4", nvidia("L4-24GB", 24, PCIE, 1, 0, PCIE4)),
            ProductFamily.of("RTX-4090", nvidia("RTX-4090-24GB", 24, PCIE, 1, 0, PCIE4)),
            ProductFamily.of("RTX-5090", nvidia("RTX-5090-32GB", 32, PCIE, 1, 0, PCIE5)),
            ProductFamily.of("RTX-PRO-6000", nvidia("RTX-PRO-6000-96GB", 96, PCIE, 1, 0, PCIE5)));

    static final List<ProductFamily> AMD = List.of(
            ProductFamily.of("MI300X", amd("MI300X-192GB", 192, MESH, 8, 64, PCIE5)),
            ProductFamily.of("MI300A", amd("MI300A-128GB", 128, MESH, 4, 128, PCIE5)),
            ProductFamily.of("MI308X", amd("MI308X-192GB", 192, MESH, 8, 64, PCIE5)),
            ProductFamily.of("MI325X?", amd("MI325X-256GB", 256, MESH, 8, 64, PCIE5)),
            ProductFamily.of("MI350P", amd("MI350P-144GB", 144, PCIE, 1, 0, PCIE5)),
            ProductFamily.of("MI350X?", amd("MI350X-288GB", 288, MESH, 8, 76.8, PCIE5)),
            ProductFamily.of("MI355X?", amd("MI355X-288GB", 288, MESH, 8, 76.8, PCIE5)),
            // One schedulable device is one die of the two in a package, with half of its 128 GB; the slowest pair.
            ProductFamily.of("MI250X", amd("MI250X-64GB", 64, MESH, 8, 50, PCIE4)),
            ProductFamily.of("MI250", amd("MI250-64GB", 64, MESH, 8, 50, PCIE4)),
            ProductFamily.of("MI210", amd("MI210-64GB", 64, BRIDGE, 2, 50, PCIE4)),
            ProductFamily.of("MI100", amd("MI100-32GB", 32, BRIDGE, 4, 46, PCIE4)),
            ProductFamily.of("R9700", amd("R9700-32GB", 32, PCIE, 1, 0, PCIE5)),
            ProductFamily.of("V710", amd("V710-28GB", 28, PCIE, 1, 0, PCIE4)),
            ProductFamily.of("RX-7800(-XT)?", amd("RX-7800-XT-16GB", 16, PCIE, 1, 0, PCIE4)),
            ProductFamily.of(
                    "RX-7900(-XTX?)?",
                    amd("RX-7900-24GB", 24, PCIE, 1, 0, PCIE4),
                    amd("RX-7900-20GB", 20, PCIE, 1, 0, PCIE4),
                    amd("RX-7900-16GB", 16, PCIE, 1, 0, PCIE4)),
            ProductFamily.of("8060S", amd("Radeon-8060S", 0, PCIE, 1, 0, PCIE4)));

    static final List<ProductFamily> INTEL = List.of(
            ProductFamily.of("FLEX-170", intel("Flex-170-16GB", 16, PCIE, 1, 0, PCIE4)),
            // One card carries two schedulable devices of 6 GB.
            ProductFamily.of("FLEX-140", intel("Flex-140-6GB", 6, PCIE, 1, 0, PCIE3)),
            ProductFamily.of("MAX-1100", intel("Max-1100-48GB", 48, BRIDGE, 2, XE_LINK, PCIE5)),
            ProductFamily.of("MAX-1550", intel("Max-1550-128GB", 128, MESH, 4, XE_LINK, PCIE5)),
            ProductFamily.of("A770", intel("Arc-A770-16GB", 16, PCIE, 1, 0, PCIE4)),
            ProductFamily.of("A750", intel("Arc-A750-8GB", 8, PCIE, 1, 0, PCIE4)),
            ProductFamily.of("A380", intel("Arc-A380-6GB", 6, PCIE, 1, 0, PCIE3)),
            ProductFamily.of("A310", intel("Arc-A310-4GB", 4, PCIE, 1, 0, PCIE3)),
            ProductFamily.of("B580", intel("Arc-B580-12GB", 12, PCIE, 1, 0, PCIE3)));

    /** Each joins eight devices by Ethernet on the board; instance types stand in for the label no driver writes. */
    static final List<ProductFamily> GAUDI = List.of(
            ProductFamily.of("(\\S*X8)?GAUDI-?3|HL-?3\\d\\d", gaudi("Gaudi3-128GB", 128, 75, PCIE5)),
            ProductFamily.of("GAUDI-?2|HL-?2[2-9]\\d", gaudi("Gaudi2-96GB", 96, 37.5, PCIE4)),
            ProductFamily.of("GAUDI-?1?|HL-?20\\d|DL1", gaudi("Gaudi-32GB", 32, 12.5, PCIE4)));

    /** Names that no pattern can read, in upper case. */
    static final Map<String, String> ALIASES =
            Map.of("NVIDIA-TESLA-A100", "A100-40GB-SXM4", "G2", "Gaudi2-96GB", "INTEL-G2", "Gaudi2-96GB");

    /** PCI device ids, lower case, by vendor; virtual functions count as their physical device. */
    static final Map<Vendor, Map<String, String>> PCI_IDS = Map.of(
            Vendor.AMD,
            ids("738c MI100 738e MI100 7408 MI250X 740c MI250 740f MI210 7410 MI210 74a0 MI300A 74a1 MI300X 74b5 MI300X"
                    + " 74a9 MI300X 74bd MI300X 74a2 MI308X 74b6 MI308X 74a8 MI308X 74bc MI308X 74a5 MI325X 74b9 MI325X"
                    + " 75a0 MI350X 75b0 MI350X 75a3 MI355X 75b3 MI355X 75a8 MI350P 75b8 MI350P 7551 R9700"
                    + " 744c RX-7900 7460 V710 7461 V710"),
            Vendor.INTEL,
            ids("56c0 FLEX-170 56c1 FLEX-140 0bda MAX-1100 0bd5 MAX-1550 56a0 A770 56a1 A750 56a5 A380 56a6 A310"
                    + " e20b B580"),
            Vendor.GAUDI,
            ids("1000 GAUDI 1001 GAUDI 1010 GAUDI 1011 GAUDI 1020 GAUDI2 1030 GAUDI3 1060 GAUDI3 1061 GAUDI3"
                    + " 1062 GAUDI3 1063 GAUDI3"));

    private static Map<String, String> ids(String pairs) {
        var words = List.of(pairs.split(" ", -1));
        var byId = new HashMap<String, String>();
        for (int i = 0; i < words.size(); i += 2) {
            byId.put(words.get(i), words.get(i + 1));
        }
        return Map.copyOf(byId);
    }

    private static Product nvidia(String name, int gib, LinkKind link, int island, double pair, double host) {
        return new Product(name, Vendor.NVIDIA, gib, link, island, pair, host);
    }

    private static Product amd(String name, int gib, LinkKind link, int island, double pair, double host) {
        return new Product(name, Vendor.AMD, gib, link, island, pair, host);
    }

    private static Product intel(String name, int gib, LinkKind link, int island, double pair, double host) {
        return new Product(name, Vendor.INTEL, gib, link, island, pair, host);
    }

    private static Product gaudi(String name, int gib, double pair, double host) {
        return new Product(name, Vendor.GAUDI, gib, MESH, 8, pair, host);
    }
}
