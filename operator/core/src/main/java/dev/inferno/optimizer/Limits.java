package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What binds planned replicas beside the room on nodes.
 *
 * <p>Problem: replicas that have a node may still not be made, since the API server refuses their pods, or not be wanted, since a
 * tenant has a budget. Method: sums over all replicas that count, checked wherever one is added. Complexity: O(limits x
 * variants) per check. Thread-safety: immutable.
 */
public record Limits(List<Limit> all) {

    public static final Limits NONE = new Limits(List.of());

    public Limits {
        all = List.copyOf(all);
    }

    /** These and others. */
    public Limits and(List<Limit> others) {
        return others.isEmpty()
                ? this
                : new Limits(Stream.concat(all.stream(), others.stream()).toList());
    }

    /** The one that binds, and how many more replicas it leaves. */
    private record Binding(Limit limit, int more) {}

    boolean allow(World world, List<Choice> choices) {
        return all.stream().allMatch(limit -> taken(world, limit, item -> choices.get(item.index())) <= limit.left());
    }

    /** What one replica takes of each. */
    List<Double> takes(Item item, VariantOption option) {
        return all.stream()
                .map(limit -> limit.counts(item.variant().key()) ? limit.each(option) : 0.0)
                .toList();
    }

    /**
     * How many more replicas of an item are allowed.
     *
     * @param has what each item has
     */
    int more(World world, Item item, VariantOption option, Function<Item, Choice> has) {
        Binding binding = binding(world, item, option, has);
        return binding == null ? Integer.MAX_VALUE : binding.more();
    }

    /** Null when all of so many more replicas are allowed. */
    @Nullable
    BlockedBy refusal(World world, Item item, VariantOption option, int extra, List<Choice> choices) {
        Function<Item, Choice> has = other -> choices.get(other.index());
        Binding binding = binding(world, item, option, has);
        if (binding == null || binding.more() >= extra) {
            return null;
        }
        int own = has.apply(item).replicas();
        Limit limit = binding.limit();
        return limit.refusal(option, own + binding.more(), own + extra, taken(world, limit, has));
    }

    /** What is lacking for one more replica; nothing where it is allowed. */
    List<Unblock.Addition> lacking(World world, Item item, VariantOption option, List<Choice> choices) {
        List<Unblock.Addition> lacking = new ArrayList<>();
        for (Limit limit : all) {
            double each = limit.counts(item.variant().key()) ? limit.each(option) : 0;
            double lack = taken(world, limit, other -> choices.get(other.index())) + each - limit.left();
            if (each > 0 && lack > 0) {
                lacking.add(limit.addition(lack));
            }
        }
        return lacking;
    }

    private @Nullable Binding binding(World world, Item item, VariantOption option, Function<Item, Choice> has) {
        Binding least = null;
        for (Limit limit : all) {
            double each = limit.counts(item.variant().key()) ? limit.each(option) : 0;
            if (each > 0) {
                double free = limit.left() - taken(world, limit, has);
                int more = (int) Math.max(0, Math.floor(free / each));
                least = least == null || more < least.more() ? new Binding(limit, more) : least;
            }
        }
        return least;
    }

    private static double taken(World world, Limit limit, Function<Item, Choice> has) {
        double sum = 0;
        for (Item item : world.items()) {
            Choice choice = has.apply(item);
            if (choice.replicas() > 0 && limit.counts(item.variant().key())) {
                sum += choice.replicas() * limit.each(item.option(choice));
            }
        }
        return sum;
    }
}
