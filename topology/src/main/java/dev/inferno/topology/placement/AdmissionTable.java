package dev.inferno.topology.placement;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeTopology;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one {@link NodeAdmission} for every node. They do not depend on what is free, and a search asks them
 * again with every trial, so a ledger keeps them per shape and product.
 */
final class AdmissionTable {

    private final NodeAdmission admission;
    private final @Nullable FitCheck[] refusals;
    private final List<NodeTopology> admitted = new ArrayList<>();
    private final BitSet indices = new BitSet();

    AdmissionTable(NodeAdmission admission, ClusterTopology topology) {
        this.admission = admission;
        this.refusals = new FitCheck[topology.nodes().size()];
        for (NodeTopology node : topology.nodes()) {
            Optional<FitCheck> refusal = admission.refusal(node);
            if (refusal.isPresent()) {
                refusals[node.index()] = refusal.get();
            } else {
                admitted.add(node);
                indices.set(node.index());
            }
        }
    }

    NodeAdmission admission() {
        return admission;
    }

    /** Nodes that may take a new replica, in the order of their index. */
    List<NodeTopology> admitted() {
        return admitted;
    }

    /** The same by index, for comparison. */
    BitSet indices() {
        return indices;
    }

    Optional<FitCheck> refusal(NodeTopology node) {
        return Optional.ofNullable(refusals[node.index()]);
    }
}
