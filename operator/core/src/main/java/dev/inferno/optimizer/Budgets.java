package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.snapshot.Budget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tenant budgets as limits.
 *
 * <p>Problem: no plan may add to a tenant what its budget does not allow. Method: what is not planned counts as held; what runs
 * and is planned anew may stay, also when a budget was lowered below it. Thread-safety: immutable.
 */
public final class Budgets {

    private final Collection<Running> running;
    private final Set<String> accelerators;
    private final UnaryOperator<String> product;

    /**
     * What the replicas of a variant take now.
     *
     * @param planned whether the plan gives it out anew
     */
    public record Running(
            String namespace,
            String accelerator,
            int replicas,
            int devicesPerReplica,
            double costPerReplicaHour,
            boolean planned) {

        /** Of a variant that is planned anew. */
        public static Running planned(String namespace, VariantOption option, int replicas) {
            return new Running(
                    namespace,
                    option.accelerator(),
                    replicas,
                    option.devicesPerReplica(),
                    option.costPerReplicaHour(),
                    true);
        }
    }

    /**
     * Among these variants.
     *
     * @param running one for each variant, with 0 replicas too
     * @param accelerators of all options
     * @param product what an accelerator or a name of a product stands for
     */
    public Budgets(Collection<Running> running, Collection<String> accelerators, UnaryOperator<String> product) {
        this.running = List.copyOf(running);
        this.accelerators = new TreeSet<>(accelerators);
        this.product = product;
    }

    /** One limit for each figure of each budget, and of {@link Budget#DEFAULT} for each namespace it stands for. */
    public List<Limit> limits(Collection<Budget> budgets) {
        List<Limit> limits = new ArrayList<>();
        Set<String> own = budgets.stream().map(Budget::tenant).collect(Collectors.toSet());
        for (Budget budget : budgets) {
            switch (budget.tenant()) {
                case Budget.CLUSTER -> add(budget, null, limits);
                case Budget.DEFAULT ->
                    running.stream()
                            .map(Running::namespace)
                            .filter(namespace -> !own.contains(namespace))
                            .collect(Collectors.toCollection(TreeSet::new))
                            .forEach(namespace -> add(budget, namespace, limits));
                default -> add(budget, budget.tenant(), limits);
            }
        }
        return limits;
    }

    private void add(Budget budget, @Nullable String namespace, List<Limit> limits) {
        List<Running> counted = running.stream()
                .filter(one -> namespace == null || one.namespace().equals(namespace))
                .toList();
        Double cost = budget.costPerHour();
        if (cost != null) {
            limits.add(new Limit.Cost(
                    budget.tenant(),
                    namespace,
                    Math.rint(cost * Limit.Cost.PER_UNIT),
                    cost(counted, false),
                    cost(counted, true)));
        }
        budget.devices().forEach((name, most) -> {
            String meant = product.apply(name);
            Set<String> same = Stream.concat(
                            accelerators.stream(), counted.stream().map(Running::accelerator))
                    .filter(accelerator -> product.apply(accelerator).equals(meant))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            limits.add(new Limit.Devices(
                    budget.tenant(),
                    namespace,
                    name,
                    same,
                    most,
                    devices(counted, same, false),
                    devices(counted, same, true)));
        });
    }

    private static double cost(List<Running> counted, boolean planned) {
        return counted.stream()
                .filter(one -> one.planned() == planned)
                .mapToDouble(one -> one.replicas() * Limit.Cost.each(one.costPerReplicaHour()))
                .sum();
    }

    private static double devices(List<Running> counted, Set<String> accelerators, boolean planned) {
        return counted.stream()
                .filter(one -> one.planned() == planned && accelerators.contains(one.accelerator()))
                .mapToDouble(one -> (double) one.replicas() * one.devicesPerReplica())
                .sum();
    }
}
