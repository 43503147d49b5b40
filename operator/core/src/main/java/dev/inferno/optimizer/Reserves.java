package dev.inferno.optimizer;

import dev.inferno.analysis.Demand;
import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.snapshot.ModelKey;
import dev.inferno.snapshot.Reserve;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.PlacementRequest;
import dev.inferno.topology.placement.Placer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Planning beside room that is kept free.
 *
 * <p>Problem: after the plan, groups of devices must still be free. Method: a phantom variant for each reserve, more important
 * than all others and without cost, with as many replicas as fit beside what runs: room is kept from what is to come, never
 * taken from what runs. The plan told has no phantoms, but its refusals name them. Complexity: one placement per reserve beside
 * the plan. Thread-safety: immutable.
 */
final class Reserves {

    private static final int BEFORE_ALL = Integer.MIN_VALUE;

    /** No namespace is called so. */
    private static final String NOWHERE = "";

    private final PlanningProblem asked;
    private final List<Kept> kept;

    /** @param count that fit */
    record Kept(Reserve reserve, PodShape pod, @Nullable String product, int count) {

        /** Whether a refusal may be its doing. */
        boolean stands(BlockedBy blocked, VariantOption option) {
            return pod.requests().amount(blocked.resource()) > 0
                    && (product == null || option.product() == null || product.equals(option.product()));
        }

        String told() {
            return "reserve " + reserve.name() + " keeps " + count + " x " + reserve.devices() + " of "
                    + reserve.product() + " free";
        }
    }

    private Reserves(PlanningProblem asked) {
        this.asked = asked;
        var standing = Stream.concat(asked.occupants().stream(), running(asked)).toList();
        this.kept = take(asked.reserves(), CapacityLedger.of(ClusterTopology.of(asked.nodes()), standing));
    }

    /** Takes room for as much of each as fits. */
    static List<Kept> take(List<Reserve> reserves, CapacityLedger ledger) {
        List<Kept> kept = new ArrayList<>();
        for (Reserve reserve : reserves) {
            boolean ofResource = reserve.product().contains("/");
            String resource = ofResource ? reserve.product() : resource(reserve.product(), ledger.topology());
            if (resource != null) {
                var devices = ResourceVector.of(Map.of(resource, (long) reserve.devices()));
                var pod = new PodShape(
                        reserve.requests().plus(devices), new TreeMap<>(), new TreeMap<>(), null, List.of());
                String product = ofResource ? null : reserve.product();
                var request = new PlacementRequest(
                        NOWHERE + "/" + reserve.name(), pod, product, reserve.count(), Collections.emptySortedMap());
                int fits = Placer.bestFit().place(request, ledger).placement().replicas();
                if (fits > 0) {
                    kept.add(new Kept(reserve, pod, product, fits));
                }
            }
        }
        return kept;
    }

    /** The plan of an engine that knows no reserves. */
    static FleetPlan planned(PlanningProblem asked, Function<PlanningProblem, FleetPlan> engine) {
        if (asked.reserves().isEmpty()) {
            return engine.apply(asked);
        }
        var reserves = new Reserves(asked);
        return reserves.told(engine.apply(reserves.problem()));
    }

    private PlanningProblem problem() {
        return asked.in(
                asked.nodes(),
                asked.occupants(),
                Stream.concat(kept.stream().map(Reserves::phantom), asked.groups().stream())
                        .toList());
    }

    private static ServingGroup phantom(Kept kept) {
        var option = new VariantOption(
                "reserve",
                kept.product(),
                kept.reserve().devices(),
                kept.pod(),
                0,
                0,
                List.of(),
                kept.count(),
                null,
                null);
        String name = kept.reserve().name();
        var variant = new Sizable(
                new VariantKey(NOWHERE, name),
                name,
                kept.count(),
                kept.count(),
                0,
                null,
                new TreeMap<>(),
                List.of(option),
                List.of());
        return new ServingGroup(
                new ModelKey(NOWHERE, name),
                null,
                BEFORE_ALL,
                ServiceLevel.NONE,
                Routing.LEAST_LOADED,
                new Demand(0, 0, TokenMix.fixed(0, 0), false),
                List.of(variant),
                List.of());
    }

    private FleetPlan told(FleetPlan plan) {
        PlanScore score = plan.score();
        var unmet = new TreeMap<>(score.unmetByPriority());
        unmet.remove(BEFORE_ALL);
        return new FleetPlan(
                plan.variants().stream()
                        .filter(variant -> !variant.key().namespace().equals(NOWHERE))
                        .map(this::told)
                        .toList(),
                plan.costPerHour(),
                new PlanScore(unmet, score.costPerHour(), score.transition(), score.fragmentation()),
                plan.lowerBound(),
                plan.stoppedAtStep(),
                plan.provenance());
    }

    private VariantPlan told(VariantPlan plan) {
        BlockedBy blocked = plan.blockedBy();
        VariantOption option = plan.option();
        if (blocked == null || option == null) {
            return plan;
        }
        List<String> standing = kept.stream()
                .filter(one -> one.stands(blocked, option))
                .map(Kept::told)
                .toList();
        return standing.isEmpty()
                ? plan
                : new VariantPlan(
                        plan.key(),
                        option,
                        plan.wanted(),
                        plan.placement(),
                        plan.share(),
                        new BlockedBy(
                                blocked.reason(),
                                blocked.resource(),
                                blocked.message() + "; " + String.join("; ", standing)));
    }

    /** The resource under which nodes offer a product; null when none does. */
    private static @Nullable String resource(String product, ClusterTopology topology) {
        return topology.nodes().stream()
                .flatMap(node -> node.pools().stream())
                .filter(pool -> pool.product() != null && pool.product().name().equals(product))
                .map(pool -> pool.resource())
                .findFirst()
                .orElse(null);
    }

    private static Stream<PodFacts> running(PlanningProblem asked) {
        return asked.groups().stream().flatMap(ServingGroup::sizable).flatMap(variant -> {
            VariantOption option = variant.options().stream()
                    .filter(other -> Objects.equals(other.accelerator(), variant.current()))
                    .findFirst()
                    .orElse(variant.options().getFirst());
            return variant.runningByNode().entrySet().stream()
                    .flatMap(on -> IntStream.range(0, on.getValue())
                            .mapToObj(i -> new PodFacts(
                                    variant.key().namespace(),
                                    variant.key().name() + "-" + i,
                                    variant.workload(),
                                    on.getKey(),
                                    true,
                                    false,
                                    option.pod().requests())));
        });
    }
}
