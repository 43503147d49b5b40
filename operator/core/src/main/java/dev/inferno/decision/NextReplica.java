package dev.inferno.decision;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Unblock;
import dev.inferno.optimizer.Unblocking;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.Quantities;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a model that lacks something would need for one more replica, beside the plan as it is.
 *
 * @param variant whose replica it would be
 * @param accelerator it would run on
 * @param additions all that it takes
 * @param serves part of the model's demand that it would serve more
 * @param costPerHour of the replica
 * @param price part of the demand that one more unit of what binds would serve; null where several things bind
 */
public record NextReplica(
        VariantKey variant,
        String accelerator,
        List<Addition> additions,
        double serves,
        double costPerHour,
        @Nullable Double price) {

    public NextReplica {
        additions = List.copyOf(additions);
    }

    /**
     * More of one thing.
     *
     * @param where it must grow, such as {@code node n1}
     * @param amount written as Kubernetes does
     */
    public record Addition(String resource, String where, String amount) {

        public static Addition of(Unblock.Addition addition) {
            double amount = addition.amount();
            return new Addition(
                    addition.resource(),
                    addition.where(),
                    amount == Math.rint(amount)
                            ? Quantities.format(addition.resource(), (long) amount)
                            : Figures.plain(amount));
        }
    }

    /** Of the most important of the models that are short. */
    static List<NextReplica> of(List<ServingGroup> groups, FleetPlan plan, CycleSnapshot seen) {
        return Unblocking.of(groups, plan, seen).stream().map(NextReplica::of).toList();
    }

    private static NextReplica of(Unblock unblock) {
        Double price = unblock.price();
        return new NextReplica(
                unblock.variant(),
                unblock.accelerator(),
                unblock.additions().stream().map(Addition::of).toList(),
                Figures.six(unblock.serves()),
                Figures.six(unblock.costPerHour()),
                price == null ? null : Figures.six(price));
    }

    boolean isOf(ServingGroup group) {
        return group.variants().stream().anyMatch(member -> member.key().equals(variant));
    }

    /** What it takes and costs: no figure that follows the load, or a condition would change with it. */
    String told() {
        String needs = additions.stream()
                .map(more -> more.amount() + " more " + more.resource() + " of " + more.where())
                .collect(Collectors.joining(" and "));
        return "the next replica of " + variant.name() + " on " + accelerator + " would fit with " + needs + ", at "
                + Figures.plain(costPerHour) + " cost units per hour";
    }

    /** Also what it would bring. */
    String worth() {
        String each = price == null
                ? ""
                : ", " + Figures.plain(price) + " for each "
                        + additions.getFirst().resource();
        return told() + "; it would serve " + Figures.plain(serves) + " of the model's demand more" + each;
    }
}
