package dev.inferno.optimizer;

import dev.inferno.analysis.Demand;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import java.util.List;

/**
 * A serving group as the router treats it.
 *
 * <p>Problem: how much of the demand a mix of replicas serves. Method: a router that knows load splits by capacity, so
 * capacities add; one that does not gives every replica the same share, so the slowest option in use binds them all.
 * Units: requests/s. Thread-safety: immutable.
 *
 * @param rank position of its priority, 0 = most important
 * @param demand requests/s to serve; 0 also where no option says what it carries, for then there is no load
 */
record Team(int rank, ServingGroup group, List<Item> items, double demand) {

    /** A demand this little above what a count carries is rounding. */
    private static final double ROUNDING = 1e-9;

    Team {
        items = List.copyOf(items);
    }

    static Team of(int rank, ServingGroup group, List<Item> items) {
        Demand demand = group.demand();
        boolean nothingKnown = items.stream()
                .flatMap(item -> item.variant().options().stream())
                .allMatch(option -> option.capacity().isEmpty());
        return new Team(rank, group, items, demand == null || nothingKnown ? 0 : demand.plannedPerSecond());
    }

    double served(List<Choice> choices) {
        return Math.min(demand, carried(own(choices)));
    }

    /** Part of the demand left unserved, 0..1, rounded so that equal plans compare equal. */
    double unmet(List<Choice> choices) {
        return unmetBy(own(choices));
    }

    /** The same, of what its own items get, in their order. */
    double unmetBy(List<Choice> own) {
        return demand <= 0 ? 0 : Math.round((1 - Math.min(demand, carried(own)) / demand) * 1e9) / 1e9;
    }

    /** What its items get, of a list for all items. */
    List<Choice> own(List<Choice> choices) {
        return items.stream().map(item -> choices.get(item.index())).toList();
    }

    /** Part of the demand this item serves. */
    double share(Item item, List<Choice> choices) {
        Choice own = choices.get(item.index());
        if (demand <= 0 || own.replicas() == 0) {
            return 0;
        }
        double weight = equalSplit()
                ? (double) own.replicas() / replicas(own(choices))
                : item.option(own).capacityOf(own.replicas()) / Math.max(Double.MIN_NORMAL, carried(own(choices)));
        return weight * served(choices) / demand;
    }

    /** Replicas of an option, on top of what is there, with which it alone would serve what is still unserved. */
    int extra(Item item, int option, List<Choice> choices) {
        VariantOption added = item.variant().options().get(option);
        int own = choices.get(item.index()).replicas();
        List<Choice> all = own(choices);
        double missing = demand - carried(all);
        if (missing <= demand * ROUNDING) {
            return 0;
        }
        int wanted = equalSplit()
                ? own + equalNeed(Math.min(slowest(all), perReplica(added, own + 1))) - replicas(all)
                : needed(added, added.capacityOf(own) + missing);
        return Math.min(wanted, item.most()) - own;
    }

    /** No plan needs more replicas of this option. */
    int bound(Item item, int option) {
        VariantOption used = item.variant().options().get(option);
        int need = needed(used, demand);
        if (equalSplit() && items.size() > 1 && demand > 0) {
            double slowest = items.stream()
                    .flatMap(other -> other.variant().options().stream())
                    .filter(other -> !other.capacity().isEmpty())
                    .mapToDouble(other -> perReplica(other, other.capacity().size()))
                    .filter(rate -> rate > 0)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            need = Math.max(need, equalNeed(slowest));
        }
        return Math.min(item.most(), Math.max(item.variant().minReplicas(), need));
    }

    boolean equalSplit() {
        return group.routing().blind();
    }

    private double carried(List<Choice> own) {
        if (equalSplit()) {
            int replicas = replicas(own);
            return replicas == 0 ? 0 : replicas * slowest(own);
        }
        double sum = 0;
        for (int i = 0; i < own.size(); i++) {
            Choice choice = own.get(i);
            sum += items.get(i).option(choice).capacityOf(choice.replicas());
        }
        return sum;
    }

    private static int replicas(List<Choice> own) {
        int sum = 0;
        for (Choice choice : own) {
            sum += choice.replicas();
        }
        return sum;
    }

    /** Requests/s one replica of the slowest option in use carries; infinite when none is in use. */
    private double slowest(List<Choice> own) {
        double slowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < own.size(); i++) {
            Choice choice = own.get(i);
            if (choice.replicas() > 0) {
                slowest = Math.min(slowest, perReplica(items.get(i).option(choice), choice.replicas()));
            }
        }
        return slowest;
    }

    /** Beyond the end of the list a replica carries what it does at the end. */
    static double perReplica(VariantOption option, int replicas) {
        int known = Math.min(replicas, option.capacity().size());
        return known == 0 ? 0 : option.capacityOf(known) / known;
    }

    private int equalNeed(double perReplica) {
        if (!(perReplica > 0) || Double.isInfinite(perReplica)) {
            return 0;
        }
        return (int) Math.min(Integer.MAX_VALUE / 2, Math.ceil(demand / perReplica * (1 - ROUNDING)));
    }

    /** Fewest replicas that carry the rate, or, where none do, that carry the most. */
    private static int needed(VariantOption option, double rate) {
        List<Double> capacity = option.capacity();
        if (rate <= 0 || capacity.isEmpty()) {
            return 0;
        }
        double enough = Math.min(rate * (1 - ROUNDING), capacity.getLast());
        for (int replicas = 1; replicas < capacity.size(); replicas++) {
            if (capacity.get(replicas - 1) >= enough) {
                return replicas;
            }
        }
        return capacity.size();
    }
}
