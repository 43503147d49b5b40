package dev.inferno.analysis;

import dev.inferno.snapshot.Accelerator;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.DevicePool;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Product;
import dev.inferno.topology.Vendor;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which product an entry of the accelerator table is, and under which resource names its devices are requested.
 *
 * @param product null when the catalogue does not know the device
 * @param resource the table's own, which wins; null when it names none
 */
record DeviceMatch(
        Accelerator accelerator,
        @Nullable Product product,
        @Nullable String resource) {

    static DeviceMatch of(Accelerator accelerator) {
        return new DeviceMatch(accelerator, accelerator.product().orElse(null), accelerator.resource());
    }

    /** Whether devices of that resource can be this accelerator; true when nothing is known of it. */
    boolean mayBe(String requested) {
        if (resource != null) {
            return resource.equals(requested);
        }
        if (product == null) {
            return true;
        }
        Vendor asked = Vendor.ofResource(requested);
        // Gaudi is offered under Intel's names too, by the fake plugins of synthetic clusters.
        return asked == product.vendor() || (product.vendor() == Vendor.GAUDI && asked == Vendor.INTEL);
    }

    /** Resource for a pod that asks for no device: what nodes of the product offer, else the vendor's usual name. */
    @Nullable
    String resourceFor(ClusterTopology topology) {
        if (resource != null || product == null) {
            return resource;
        }
        return topology.nodes().stream()
                .flatMap(node -> node.pools().stream())
                .filter(pool -> product.equals(pool.product()))
                .map(DevicePool::resource)
                .findFirst()
                .orElse(
                        switch (product.vendor()) {
                            case NVIDIA -> "nvidia.com/gpu";
                            case AMD -> "amd.com/gpu";
                            case INTEL -> "intel.com/gpu";
                            case GAUDI -> "habana.ai/gaudi";
                            case UNKNOWN -> null;
                        });
    }

    /** Whether the pod's own node selector leaves nodes of this product only. */
    boolean impliedBy(PodShape pod, String requested, ClusterTopology topology) {
        if (product == null) {
            return false;
        }
        List<NodeTopology> selected = topology.nodes().stream()
                .filter(node -> node.facts()
                        .labels()
                        .entrySet()
                        .containsAll(pod.nodeSelector().entrySet()))
                .toList();
        Set<String> products = selected.stream()
                .flatMap(node -> node.pool(requested).stream())
                .map(pool -> pool.product() == null ? "" : pool.product().name())
                .collect(Collectors.toSet());
        return products.equals(Set.of(product.name()));
    }
}
