package dev.inferno.topology.placement;

import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.Taint;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Whether a node takes new replicas, and why not: what holds for every pod, in the order in which {@link NodeAdmission} asks.
 *
 * @param reason names the label, taint or field that says so; "" for a usable node
 */
public record NodeState(Kind kind, String reason) {

    /** What keeps new replicas away. */
    public enum Kind {
        USABLE,
        /** Usable by pods that tolerate its taints. */
        TAINTED,
        NOT_READY,
        CORDONED,
        /** An autoscaler is about to remove it. */
        LEAVING,
        /** Its devices are being repartitioned or get a new driver. */
        IN_MAINTENANCE,
        /** Not there yet: a cluster autoscaler would provide it. */
        PROMISED
    }

    /** Reads one node. */
    public static NodeState of(NodeFacts node) {
        if (node.virtual()) {
            return new NodeState(Kind.PROMISED, "a cluster autoscaler would provide it");
        }
        if (!node.ready()) {
            return new NodeState(Kind.NOT_READY, "condition Ready is not True");
        }
        var busy = Maintenance.busy(node);
        if (busy.isPresent()) {
            return new NodeState(Kind.IN_MAINTENANCE, "label " + busy.get());
        }
        if (node.unschedulable()) {
            return new NodeState(Kind.CORDONED, "spec.unschedulable is true");
        }
        List<Taint> taints = TaintRules.refusingNew(node.taints());
        if (taints.isEmpty()) {
            return new NodeState(Kind.USABLE, "");
        }
        boolean leaving = taints.stream().anyMatch(TaintRules::leaving);
        String text = taints.stream().map(Taint::written).collect(Collectors.joining(", "));
        return new NodeState(leaving ? Kind.LEAVING : Kind.TAINTED, "taint " + text);
    }

    /** Whether its free devices count: taints are each pod's own matter. */
    public boolean takesPods() {
        return kind == Kind.USABLE || kind == Kind.TAINTED;
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return reason.isEmpty() ? name : name + ": " + reason;
    }
}
