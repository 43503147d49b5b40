package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What ResourceQuotas let the planned variants of a namespace ask for together.
 *
 * <p>Problem: replicas that have a node may still not be made, since the API server refuses their pods. Method: what the hard
 * limits leave beside other pods is shared by all replicas planned there, wherever they stand. What runs may stay: a
 * quota that was lowered takes nothing away, as in Kubernetes. Thread-safety: immutable.
 *
 * @param left by namespace; a namespace or resource that is not in it is not limited. Replicas count as {@code pods}
 */
public record Quotas(SortedMap<String, ResourceVector> left) {

    public static final Quotas NONE = new Quotas(Collections.emptySortedMap());

    /** What limits how many more replicas there may be. */
    private record Limit(@Nullable String resource, int more) {}

    /** @param own what the planned variants ask for now, by namespace; the plan gives it out anew */
    public static Quotas of(Collection<NamespaceQuota> quotas, Map<String, ResourceVector> own) {
        SortedMap<String, TreeMap<String, Long>> left = new TreeMap<>();
        for (NamespaceQuota quota : quotas) {
            ResourceVector given = own.getOrDefault(quota.namespace(), ResourceVector.NONE);
            var least = left.computeIfAbsent(quota.namespace(), namespace -> new TreeMap<>());
            quota.hard().amounts().forEach((resource, hard) -> {
                long running = given.amount(resource);
                long others = Math.max(0, quota.used().amount(resource) - running);
                least.merge(resource, Math.max(running, hard - others), Math::min);
            });
        }
        var vectors = new TreeMap<String, ResourceVector>();
        left.forEach((namespace, amounts) -> vectors.put(namespace, ResourceVector.of(amounts)));
        return new Quotas(vectors);
    }

    /** What so many pods ask for; each also counts as one of {@code pods}. */
    public static ResourceVector asked(ResourceVector requests, int pods) {
        Map<String, Long> sum = new TreeMap<>();
        requests.amounts().forEach((resource, amount) -> sum.put(resource, amount * pods));
        sum.put(Quantities.PODS, (long) pods);
        return ResourceVector.of(sum);
    }

    /** What one replica asks of a resource that a quota names. */
    public static long asked(VariantOption option, String resource) {
        return resource.equals(Quantities.PODS) ? 1 : option.pod().requests().amount(resource);
    }

    boolean limits(String namespace) {
        return left.containsKey(namespace);
    }

    boolean allow(World world, List<Choice> choices) {
        return left.entrySet().stream().allMatch(quota -> {
            List<Item> together = in(world, quota.getKey());
            return quota.getValue().amounts().entrySet().stream()
                    .allMatch(limit ->
                            sum(together, limit.getKey(), item -> choices.get(item.index())) <= limit.getValue());
        });
    }

    /**
     * How many more replicas of an item may be asked for.
     *
     * @param has what each item has
     */
    int more(World world, Item item, VariantOption option, Function<Item, Choice> has) {
        return limit(world, item, option, has).more();
    }

    /** Null when all of so many more replicas may be asked for. */
    @Nullable
    BlockedBy refusal(World world, Item item, VariantOption option, int extra, List<Choice> choices) {
        Limit limit = limit(world, item, option, other -> choices.get(other.index()));
        if (limit.resource() == null || limit.more() >= extra) {
            return null;
        }
        int own = choices.get(item.index()).replicas();
        String namespace = item.variant().key().namespace();
        return new BlockedBy(
                CapacityReason.QUOTA_EXCEEDED,
                limit.resource(),
                "the ResourceQuotas of namespace " + namespace + " leave " + limit.resource() + " for "
                        + (own + limit.more()) + " of " + (own + extra)
                        + " replicas; raise them, or free what others use");
    }

    private Limit limit(World world, Item item, VariantOption option, Function<Item, Choice> has) {
        String namespace = item.variant().key().namespace();
        ResourceVector limits = left.get(namespace);
        if (limits == null) {
            return new Limit(null, Integer.MAX_VALUE);
        }
        List<Item> together = in(world, namespace);
        var least = new Limit(null, Integer.MAX_VALUE);
        for (var limit : limits.amounts().entrySet()) {
            long each = asked(option, limit.getKey());
            if (each > 0) {
                long free = limit.getValue() - sum(together, limit.getKey(), has);
                int more = (int) Math.clamp(free / each, 0, Integer.MAX_VALUE);
                least = more < least.more() ? new Limit(limit.getKey(), more) : least;
            }
        }
        return least;
    }

    private static List<Item> in(World world, String namespace) {
        return world.items().stream()
                .filter(item -> item.variant().key().namespace().equals(namespace))
                .toList();
    }

    private static long sum(List<Item> items, String resource, Function<Item, Choice> has) {
        return items.stream()
                .mapToLong(item -> {
                    Choice choice = has.apply(item);
                    return choice.replicas() == 0 ? 0 : choice.replicas() * asked(item.option(choice), resource);
                })
                .sum();
    }
}
