package dev.inferno.operator.observe;

import dev.inferno.topology.placement.FreeDevices;
import io.helidon.metrics.api.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is free on the nodes, and of what use it is to the replica sizes of the fleet. */
final class CapacityGauges {

    private final Gauges slots;
    private final Gauges stranded;
    private final Gauges fragmentation;
    private final Gauges largest;

    CapacityGauges(MeterRegistry registry) {
        this.slots = new Gauges(
                registry,
                Metric.of("inferno_free_slots", "Groups of size free devices, each on one node", "product", "size"));
        this.stranded = new Gauges(
                registry,
                Metric.of(
                        "inferno_stranded_devices",
                        "Free devices that the next replica cannot use, mean over the kinds of replicas",
                        "product"));
        this.fragmentation = new Gauges(
                registry,
                Metric.of(
                        "inferno_fragmentation_ratio",
                        "Part of the free devices that forms no whole group of size on one node",
                        "product",
                        "size"));
        this.largest = new Gauges(
                registry, Metric.of("inferno_largest_replica_devices", "Most free devices on one node", "product"));
    }

    void show(List<FreeDevices> free) {
        Map<List<String>, Double> slotRows = new HashMap<>();
        Map<List<String>, Double> strandedRows = new HashMap<>();
        Map<List<String>, Double> fragmentationRows = new HashMap<>();
        Map<List<String>, Double> largestRows = new HashMap<>();
        for (FreeDevices product : free) {
            largestRows.put(List.of(product.product()), (double) product.largest());
            product.stranded().ifPresent(devices -> strandedRows.put(List.of(product.product()), devices));
            for (FreeDevices.Size size : product.sizes()) {
                List<String> labels = List.of(product.product(), Integer.toString(size.devices()));
                slotRows.put(labels, (double) size.slots());
                fragmentationRows.put(labels, size.fragmentation());
            }
        }
        slots.show(slotRows);
        stranded.show(strandedRows);
        fragmentation.show(fragmentationRows);
        largest.show(largestRows);
    }

    void clear() {
        show(List.of());
    }
}
