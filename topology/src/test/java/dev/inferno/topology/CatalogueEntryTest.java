package dev.inferno.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CatalogueEntryTest {

    private static final String NPU = "example.com/npu";
    private static final Product ONE = new Product("N1", Vendor.UNKNOWN, 64, LinkKind.MESH, 8, 50, 32);
    private static final Product B400 = new Product("B400", Vendor.NVIDIA, 384, LinkKind.SWITCH, 8, 1800, 128);
    private static final ProductCatalogue CATALOGUE = ProductCatalogue.builtIn()
            .and(List.of(
                    new CatalogueEntry.Model(ONE, List.of("npu-one")),
                    new CatalogueEntry.Model(B400, List.of("NVIDIA-B400", "NVIDIA-H100-80GB-HBM3")),
                    new CatalogueEntry.Resource(NPU, Vendor.UNKNOWN, "example.com/product"),
                    new CatalogueEntry.Resource("nvidia.com/gpu", Vendor.NVIDIA, "site/model"),
                    new CatalogueEntry.Resource("nvidia.com/big", Vendor.NVIDIA, null)));

    private static DevicePool pool(String resource, Map<String, String> labels) {
        var node = new NodeFacts(
                "n", new TreeMap<>(labels), List.of(), false, true, false, ResourceVector.of(Map.of(resource, 8L)));
        return CATALOGUE.during(() ->
                ClusterTopology.of(List.of(node)).nodes().getFirst().pools().getFirst());
    }

    @Test
    void findsWhatIsAddedByAnyNameAndBeforeWhatIsBuiltIn() {
        assertEquals(Optional.of(ONE), CATALOGUE.find("NPU_One"));
        assertEquals(Optional.of(B400), CATALOGUE.find("NVIDIA H100 80GB HBM3"));
        assertEquals(
                "H200-141GB-SXM5", CATALOGUE.find("NVIDIA-H200").orElseThrow().name());
        assertTrue(CATALOGUE.products().containsAll(List.of(ONE, B400)));
    }

    @Test
    void readsTheProductOfAnAddedResourceFromItsLabel() {
        assertEquals(ONE, pool(NPU, Map.of("example.com/product", "npu one")).product());
        assertEquals(64, pool(NPU, Map.of("example.com/product", "N1")).memoryGib());
        assertEquals(ONE, pool(NPU, Map.of("inferno.llmd.ai/product", "N1")).product());
        assertEquals("other", pool(NPU, Map.of("example.com/product", "other")).rawProduct());
    }

    @Test
    void asksTheVendorsLabelsWhereTheOwnLabelSaysNothing() {
        Map<String, String> labels = Map.of("nvidia.com/gpu.product", "NVIDIA-H200", "site/model", "NVIDIA-B400");
        assertEquals(B400, pool("nvidia.com/gpu", labels).product());
        DevicePool renamed = pool("nvidia.com/big", Map.of("nvidia.com/gpu.product", "NVIDIA-B400"));
        assertEquals(B400, renamed.product());
        assertEquals(Vendor.NVIDIA, renamed.vendor());
    }
}
