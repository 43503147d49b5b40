package dev.inferno.topology.placement;

import dev.inferno.topology.DevicePool;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Product;
import dev.inferno.topology.ProductCatalogue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes may take replicas of a request, before anything is counted.
 *
 * <p>Problem: a plan must not name a node the scheduler will refuse. Method: the scheduler's filters that look at the
 * node alone, plus our policy not to count nodes under maintenance. Source: NodeUnschedulable, TaintToleration,
 * NodeAffinity of kube-scheduler. Complexity: O(taints + expressions + pools) per node. Thread-safety: immutable.
 */
public final class NodeAdmission {

    private final PodShape shape;
    private final @Nullable String product;
    private final boolean wantsDevices;

    private NodeAdmission(PodShape shape, @Nullable String product) {
        this.shape = shape;
        this.product = product;
        this.wantsDevices = DeviceResources.firstDevice(shape.requests()).isPresent();
    }

    public static NodeAdmission of(PlacementRequest request) {
        String asked = request.product();
        return new NodeAdmission(
                request.shape(),
                asked == null
                        ? null
                        : ProductCatalogue.inForce()
                                .find(asked)
                                .map(Product::name)
                                .orElse(asked));
    }

    /** The first check a new replica fails on this node; empty when the node admits it. */
    public Optional<FitCheck> refusal(NodeTopology node) {
        NodeFacts facts = node.facts();
        if (!facts.ready() || (wantsDevices && Maintenance.busy(facts).isPresent())) {
            return Optional.of(FitCheck.NOT_READY);
        }
        if (facts.unschedulable() && !TaintRules.tolerated(TaintRules.CORDON, shape.tolerations())) {
            return Optional.of(FitCheck.UNSCHEDULABLE);
        }
        if (TaintRules.refusingNew(facts.taints(), shape.tolerations()).isPresent()) {
            return Optional.of(FitCheck.TAINT);
        }
        if (!SelectorRules.matches(shape, facts)) {
            return Optional.of(FitCheck.SELECTOR);
        }
        return hasProduct(node) ? Optional.empty() : Optional.of(FitCheck.PRODUCT);
    }

    /** Whether there is no {@link #refusal}; what refuses most nodes is looked at first. */
    public boolean admits(NodeTopology node) {
        return hasProduct(node)
                && SelectorRules.matches(shape, node.facts())
                && refusal(node).isEmpty();
    }

    /**
     * Whether a replica that runs on this node may stay: affinity and cordons do not move running pods, taints with
     * NoExecute do, and so does a plan for another product.
     */
    public boolean keeps(NodeTopology node) {
        return TaintRules.evicting(node.facts().taints(), shape.tolerations()).isEmpty()
                && (product == null || hasProduct(node) || isUntyped(node));
    }

    /** The catalogue's name of the product asked for, null when any will do. */
    @Nullable
    String product() {
        return product;
    }

    private boolean hasProduct(NodeTopology node) {
        return product == null
                || node.pools().stream().anyMatch(pool -> wanted(pool) && product.equals(pool.productName()));
    }

    /** Labels come and go with the vendor's discovery; while they are gone a running replica stays. */
    private boolean isUntyped(NodeTopology node) {
        return node.pools().stream()
                .anyMatch(pool -> wanted(pool)
                        && pool.product() == null
                        && pool.rawProduct().isEmpty());
    }

    private boolean wanted(DevicePool pool) {
        return !wantsDevices || shape.requests().amount(pool.resource()) > 0;
    }
}
