package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.snapshot.Budget;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.Quantities;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sum that the planned replicas which count in it keep to together, wherever they stand. Amounts are whole, so that sums
 * do not depend on their order. Thread-safety: immutable.
 */
public sealed interface Limit {

    /** Whose replicas count; null = those of all namespaces. */
    @Nullable
    String namespace();

    /** What the replicas that count may take together. */
    double left();

    /** What one replica takes. */
    double each(VariantOption option);

    default boolean counts(VariantKey key) {
        return namespace() == null || key.namespace().equals(namespace());
    }

    /**
     * Why not all are granted.
     *
     * @param granted of the {@code wanted} replicas
     * @param taken by all planned replicas that count
     */
    BlockedBy refusal(VariantOption option, int granted, int wanted, double taken);

    /** So much more of it. */
    Unblock.Addition addition(double amount);

    /** What the ResourceQuotas of a namespace leave of one resource; replicas count as {@code pods}. */
    record Quota(String namespace, String resource, double left) implements Limit {

        @Override
        public double each(VariantOption option) {
            return resource.equals(Quantities.PODS)
                    ? 1
                    : option.pod().requests().amount(resource);
        }

        @Override
        public BlockedBy refusal(VariantOption option, int granted, int wanted, double taken) {
            return new BlockedBy(
                    CapacityReason.QUOTA_EXCEEDED,
                    resource,
                    "the ResourceQuotas of namespace " + namespace + " leave " + resource + " for " + granted + " of "
                            + wanted + " replicas; raise them, or free what others use");
        }

        @Override
        public Unblock.Addition addition(double amount) {
            return new Unblock.Addition(resource, "ResourceQuotas of namespace " + namespace, amount);
        }
    }

    /**
     * What a tenant's budget leaves of cost, in millionths of a cost unit per hour.
     *
     * @param tenant of the budget
     * @param most the budget's figure
     * @param held taken by replicas that are not planned anew
     * @param running taken by those that are, before the plan: they may stay when a budget is lowered
     */
    record Cost(String tenant, @Nullable String namespace, double most, double held, double running) implements Limit {

        static final double PER_UNIT = 1e6;

        @Override
        public double left() {
            return Math.max(running, most - held);
        }

        @Override
        public double each(VariantOption option) {
            return each(option.costPerReplicaHour());
        }

        /** Rounded down, so that no rounding refuses what just fits. */
        static double each(double costPerHour) {
            return Math.floor(costPerHour * PER_UNIT + 1e-3);
        }

        @Override
        public BlockedBy refusal(VariantOption option, int granted, int wanted, double taken) {
            String leaves = granted + " of " + wanted + " replicas at " + units(each(option)) + " each, with "
                    + units(held + taken) + " taken";
            return exceeded("costPerHour", tenant, "costPerHour (" + units(most) + ")", namespace, leaves);
        }

        @Override
        public Unblock.Addition addition(double amount) {
            return new Unblock.Addition("costPerHour", "tenant budget " + tenant, amount / PER_UNIT);
        }

        private static String units(double amount) {
            return plain(amount / PER_UNIT);
        }
    }

    /**
     * What a tenant's budget leaves of one product's devices; see {@link Cost}.
     *
     * @param accelerators keys of those that are the product
     */
    record Devices(
            String tenant,
            @Nullable String namespace,
            String product,
            Set<String> accelerators,
            double most,
            double held,
            double running)
            implements Limit {

        public Devices {
            accelerators = Set.copyOf(accelerators);
        }

        @Override
        public double left() {
            return Math.max(running, most - held);
        }

        @Override
        public double each(VariantOption option) {
            return accelerators.contains(option.accelerator()) ? option.devicesPerReplica() : 0;
        }

        @Override
        public BlockedBy refusal(VariantOption option, int granted, int wanted, double taken) {
            String leaves = granted + " of " + wanted + " replicas with " + option.devicesPerReplica() + " each, with "
                    + plain(held + taken) + " taken";
            return exceeded(product, tenant, "devices: " + product + " (" + plain(most) + ")", namespace, leaves);
        }

        @Override
        public Unblock.Addition addition(double amount) {
            return new Unblock.Addition(product, "tenant budget " + tenant, amount);
        }
    }

    private static BlockedBy exceeded(
            String resource, String tenant, String figure, @Nullable String namespace, String leaves) {
        String meant = tenant.equals(Budget.DEFAULT) ? ", for namespace " + namespace + "," : "";
        return new BlockedBy(
                CapacityReason.BUDGET_EXCEEDED,
                resource,
                figure + " of tenant budget " + tenant + meant + " leaves room for " + leaves
                        + "; raise it, or free what others take");
    }

    private static String plain(double figure) {
        return BigDecimal.valueOf(figure).stripTrailingZeros().toPlainString();
    }
}
