package dev.inferno.topology.placement;

import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one pod takes from a node, in the order in which a refusal counts the checks: every positive request, and one
 * pod. Zero requests are skipped, also where a node is oversubscribed in that resource (kube-scheduler's rule).
 */
record Demand(List<Item> items) {

    /** One resource of the demand. */
    record Item(String resource, long amount, FitCheck check) {}

    static Demand of(ResourceVector requests) {
        var items = new ArrayList<Item>();
        requests.amounts().forEach((resource, amount) -> {
            if (amount > 0 && !resource.equals(Quantities.PODS)) {
                items.add(new Item(resource, amount, check(resource)));
            }
        });
        items.add(new Item(Quantities.PODS, 1, FitCheck.PODS));
        items.sort(Comparator.comparing(Item::check).thenComparing(Item::resource));
        return new Demand(List.copyOf(items));
    }

    /** Of one resource, 0 when it takes none. */
    long amount(String resource) {
        return items.stream()
                .filter(item -> item.resource().equals(resource))
                .mapToLong(Item::amount)
                .sum();
    }

    /** What it takes of devices. */
    List<Item> devices() {
        return items.stream().filter(item -> item.check() == FitCheck.DEVICES).toList();
    }

    /** Whether it asks for devices of any kind; they stand first. */
    boolean wantsDevices() {
        return items.getFirst().check() == FitCheck.DEVICES;
    }

    private static FitCheck check(String resource) {
        if (DeviceResources.isDevice(resource)) {
            return FitCheck.DEVICES;
        }
        return switch (resource) {
            case Quantities.CPU -> FitCheck.CPU;
            case Quantities.MEMORY -> FitCheck.MEMORY;
            default -> FitCheck.OTHER_RESOURCE;
        };
    }
}
