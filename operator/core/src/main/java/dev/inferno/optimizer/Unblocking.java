package dev.inferno.optimizer;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.optimizer.Unblock.Addition;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.NodeAdmission;
import dev.inferno.topology.placement.PlacementRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the least addition that lets a team grow beside the whole plan.
 *
 * <p>Method: for every option that may grow, what the limits lack for one more replica, and what is lacking on the nearest of the
 * nodes that would hold it if they were empty and that no rule closes; where there is none, a further node is. The fewest
 * additions win, then the least cost for what is served more, then the least amount. Complexity: O(options x (nodes + limits x
 * variants)). Thread-safety: none, reads the ledger.
 */
public final class Unblocking {

    /** Models a cycle looks at. */
    private static final int MOST_LIVE = 20;

    private static final Comparator<Unblock> LEAST = Comparator.<Unblock>comparingInt(
                    unblock -> unblock.additions().size())
            .thenComparingDouble(unblock -> unblock.costPerHour() / Math.max(Double.MIN_NORMAL, unblock.serves()))
            .thenComparingDouble(unblock -> unblock.additions().getFirst().amount())
            .thenComparing(Unblock::variant)
            .thenComparing(Unblock::accelerator);

    private final World world;
    private final CapacityLedger ledger;
    private final List<Choice> choices;

    private Unblocking(World world, CapacityLedger ledger, List<Choice> choices) {
        this.world = world;
        this.ledger = ledger;
        this.choices = choices;
    }

    /** One for each model that lacks something and that an addition helps, most important first; none where nodes do not count. */
    public static List<Unblock> of(PlanningProblem problem, FleetPlan plan) {
        return of(problem, plan, Integer.MAX_VALUE);
    }

    /** Of a live cluster: for the most important of the models that lack something, so that a cycle stays short; none without nodes. */
    public static List<Unblock> of(List<ServingGroup> groups, FleetPlan plan, CycleSnapshot seen) {
        return seen.inventory() instanceof Inventory.Known known
                        && plan.variants().stream().anyMatch(VariantPlan::isShort)
                ? of(SeenProblem.of(groups, known, seen), plan, MOST_LIVE)
                : List.of();
    }

    private static List<Unblock> of(PlanningProblem problem, FleetPlan plan, int most) {
        if (problem.unlimited()) {
            return List.of();
        }
        World world = World.of(problem);
        var ledger = CapacityLedger.of(ClusterTopology.of(problem.nodes()), problem.occupants());
        List<VariantPlan> plans = world.items().stream()
                .map(item -> Objects.requireNonNull(plan.of(item.variant().key()), "a plan for every variant"))
                .toList();
        List<Choice> choices = world.items().stream()
                .map(item -> choice(item, plans.get(item.index())))
                .toList();
        Stranded.reserve(
                world,
                ledger,
                choices,
                PlanAssembly.onNodes(plans.stream().map(VariantPlan::placement).toList(), ledger));
        Reserves.take(problem.reserves(), ledger);
        var unblocking = new Unblocking(world, ledger, choices);
        return world.teams().stream()
                .flatMap(team -> Stream.ofNullable(unblocking.of(team)))
                .limit(most)
                .toList();
    }

    private static Choice choice(Item item, VariantPlan plan) {
        return plan.granted() == 0
                ? Choice.NONE
                : new Choice(item.variant().options().indexOf(plan.option()), plan.granted());
    }

    private @Nullable Unblock of(Team team) {
        return team.items().stream()
                .flatMap(item ->
                        IntStream.range(0, item.variant().options().size()).mapToObj(option -> of(team, item, option)))
                .filter(Objects::nonNull)
                .min(LEAST)
                .orElse(null);
    }

    private @Nullable Unblock of(Team team, Item item, int option) {
        Choice now = choices.get(item.index());
        boolean open = now.replicas() == 0 || now.option() == option;
        if (!open || now.replicas() >= item.most()) {
            return null;
        }
        var more = new ArrayList<>(choices);
        more.set(item.index(), new Choice(option, now.replicas() + 1));
        double serves = team.unmet(choices) - team.unmet(more);
        if (serves <= 0 && now.replicas() >= item.variant().minReplicas()) {
            return null;
        }
        VariantOption used = item.variant().options().get(option);
        List<Addition> additions = new ArrayList<>(world.limits().lacking(world, item, used, choices));
        additions.addAll(nearest(item, used));
        return additions.isEmpty()
                ? null
                : new Unblock(item.variant().key(), used.accelerator(), additions, serves, used.costPerReplicaHour());
    }

    /** What the nearest node lacks; nothing where one has room. */
    private List<Addition> nearest(Item item, VariantOption option) {
        SortedMap<String, Long> asked = asked(option);
        PlacementRequest request = item.request(option, 1, Collections.emptySortedMap());
        var admission = NodeAdmission.of(request);
        return ledger.topology().nodes().stream()
                .filter(node -> admission.admits(node)
                        && holdsWhenEmpty(node, asked)
                        && ledger.admitsBesideOthers(node.name(), request))
                .map(node -> lacking(node, asked))
                .min(Comparator.<List<Addition>>comparingInt(List::size)
                        .thenComparingDouble(lacking ->
                                lacking.isEmpty() ? 0 : lacking.getFirst().amount()))
                .orElseGet(() -> newNode(option));
    }

    private static boolean holdsWhenEmpty(NodeTopology node, SortedMap<String, Long> asked) {
        return asked.entrySet().stream()
                .allMatch(ask -> ask.getValue() <= node.facts().allocatable().amount(ask.getKey()));
    }

    private List<Addition> lacking(NodeTopology node, SortedMap<String, Long> asked) {
        var free = ledger.free(node.name());
        return asked.entrySet().stream()
                .filter(ask -> ask.getValue() > free.amount(ask.getKey()))
                .map(ask ->
                        new Addition(ask.getKey(), "node " + node.name(), ask.getValue() - free.amount(ask.getKey())))
                .toList();
    }

    private static List<Addition> newNode(VariantOption option) {
        String resource = DeviceResources.firstDevice(option.pod().requests()).orElse(Quantities.PODS);
        return List.of(new Addition(resource, "a further node", asked(option).getOrDefault(resource, 1L)));
    }

    /** Devices first. */
    private static SortedMap<String, Long> asked(VariantOption option) {
        var asked = new TreeMap<String, Long>(Comparator.comparing((String name) -> !DeviceResources.isDevice(name))
                .thenComparing(Comparator.naturalOrder()));
        option.pod().requests().amounts().forEach((resource, amount) -> {
            if (amount > 0) {
                asked.put(resource, amount);
            }
        });
        asked.put(Quantities.PODS, 1L);
        return asked;
    }
}
