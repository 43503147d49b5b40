package dev.inferno.documents;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.documents.InventoryAnswer.Devices;
import dev.inferno.documents.InventoryAnswer.Node;
import dev.inferno.documents.InventoryAnswer.Product;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.DevicePool;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.placement.ClusterInventory;
import dev.inferno.topology.placement.ClusterInventory.NodeDevices;
import dev.inferno.topology.placement.ClusterInventory.PoolUse;
import dev.inferno.topology.placement.ClusterInventory.ProductDevices;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes stock of nodes and pods, wherever they come from. */
public final class InventoryAnswers {

    private InventoryAnswers() {}

    /** @throws BadDocument when it holds no nodes */
    public static InventoryAnswer of(Inventory inventory) {
        return switch (inventory) {
            case Inventory.Known known -> of(null, known.nodes(), known.pods());
            case Inventory.Unknown unknown -> throw new BadDocument("the nodes are not known: " + unknown.reason());
            case Inventory.Off off ->
                throw new BadDocument("it holds no nodes: they were not read (INFERNO_INVENTORY_MODE None)");
        };
    }

    /** Its own replicas, {@code current}, hold devices too. */
    public static InventoryAnswer of(PlanningCase planning) {
        PlanningProblem problem = PlanningProblems.of(planning);
        var pods = new ArrayList<>(problem.occupants());
        problem.groups().stream()
                .flatMap(group -> group.variants().stream())
                .filter(Sizable.class::isInstance)
                .map(Sizable.class::cast)
                .flatMap(InventoryAnswers::running)
                .forEach(pods::add);
        String name = planning.metadata() == null ? null : planning.metadata().name();
        return of(name, problem.nodes(), pods);
    }

    private static Stream<PodFacts> running(Sizable variant) {
        return variant.options().stream()
                .filter(option -> option.accelerator().equals(variant.current()))
                .flatMap(option -> variant.runningByNode().entrySet().stream()
                        .flatMap(on -> IntStream.range(0, on.getValue())
                                .mapToObj(i -> new PodFacts(
                                        variant.key().namespace(),
                                        variant.key().name() + "-" + on.getKey() + "-" + i,
                                        variant.workload(),
                                        on.getKey(),
                                        true,
                                        false,
                                        option.pod().requests()))));
    }

    private static InventoryAnswer of(@Nullable String name, List<NodeFacts> nodes, List<PodFacts> pods) {
        var inventory = ClusterInventory.of(ClusterTopology.of(nodes), pods);
        return new InventoryAnswer(
                name,
                inventory.nodes().stream().map(InventoryAnswers::node).toList(),
                inventory.products().stream().map(InventoryAnswers::product).toList(),
                inventory.problems());
    }

    private static Node node(NodeDevices node) {
        return new Node(
                node.node().name(),
                node.state().kind(),
                node.state().reason(),
                node.pools().stream().map(InventoryAnswers::devices).toList(),
                node.node().islands().stream().map(List::size).toList());
    }

    private static Devices devices(PoolUse use) {
        DevicePool pool = use.pool();
        return new Devices(
                pool.resource(),
                pool.vendor(),
                pool.product() == null ? null : pool.product().name(),
                pool.rawProduct(),
                pool.memoryGib(),
                pool.sharing(),
                pool.allocatable(),
                pool.missing(),
                use.used(),
                use.free(),
                slots(use::slots));
    }

    private static Product product(ProductDevices devices) {
        return new Product(
                devices.product(),
                devices.vendor(),
                devices.memoryGib(),
                devices.sharing(),
                devices.nodes(),
                devices.devices(),
                devices.used(),
                devices.free(),
                devices.withheld(),
                slots(size -> devices.slots().getOrDefault(size, 0L)),
                devices.largestGroup());
    }

    private static SortedMap<String, Long> slots(IntToLongFunction ofSize) {
        var slots = new TreeMap<String, Long>();
        ClusterInventory.SIZES.forEach(size -> slots.put(size.toString(), ofSize.applyAsLong(size)));
        return slots;
    }
}
