package dev.inferno.analysis;

import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.AcceleratorPolicy;
import dev.inferno.snapshot.AcceleratorProfile;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantSpec;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Product;
import dev.inferno.topology.ResourceVector;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a variant's profile may be used at all: known key, readable law, a device resource that is the
 * Deployment's, a count that is the pod's, and the accelerator policy.
 */
final class Candidates {

    /** Of a replica whose accelerator has no price. */
    static final double DEFAULT_COST = 10.0;

    private final FleetPolicy policy;
    private final ClusterTopology topology;
    private final boolean nodesKnown;

    /** @param nodesKnown pods are steered by labels of nodes, so somebody must have read them */
    Candidates(FleetPolicy policy, ClusterTopology topology, boolean nodesKnown) {
        this.policy = policy;
        this.topology = topology;
        this.nodesKnown = nodesKnown;
    }

    /** What is wrong with the accelerator a variant says it runs on; null when nothing is. */
    @Nullable
    String currentProblem(VariantSpec spec) {
        String current = spec.currentAccelerator();
        if (spec.acceleratorPolicy() != AcceleratorPolicy.KEEP) {
            return null;
        }
        List<String> rows = spec.accelerators().stream()
                .map(AcceleratorProfile::accelerator)
                .toList();
        if (current == null) {
            return rows.size() == 1
                    ? null
                    : "acceleratorPolicy Keep needs label inference.optimization/acceleratorName to say which of "
                            + String.join(", ", rows) + " the Deployment runs on";
        }
        if (entry(current) == null) {
            return "accelerator (" + current
                    + ") of label inference.optimization/acceleratorName is not in ConfigMap accelerator-unit-costs"
                    + knownKeys(current);
        }
        return rows.contains(current)
                ? null
                : "accelerator (" + current + ") of label inference.optimization/acceleratorName has no row in "
                        + "spec.modelProfile.accelerators" + Nearest.among(rows, current);
    }

    Candidate judge(AcceleratorProfile row, VariantSpec spec, Target.Found target) {
        String refusal = refusal(row, spec);
        Accelerator entry = entry(row.accelerator());
        if (refusal != null || entry == null) {
            return refuse(row, refusal == null ? unknownKey(row) : refusal);
        }
        DeviceMatch match = DeviceMatch.of(entry);
        int devices = row.devices() * Math.max(1, entry.multiplicity());
        String requested = DeviceResources.firstDevice(target.pod().requests()).orElse(null);
        String resource = requested == null ? match.resourceFor(topology) : requested;
        if (resource == null) {
            return refuse(
                    row,
                    "device (" + entry.device() + ") is in no product catalogue; set `resource` of " + row.accelerator()
                            + " in ConfigMap accelerator-unit-costs");
        }
        if (!match.mayBe(resource)) {
            return refuse(row, notTheResource(row, match, resource, target));
        }
        long asked = target.pod().requests().amount(resource);
        if (requested != null && asked != devices) {
            return refuse(
                    row,
                    "accCount (" + row.devices() + ") means " + devices + " " + resource + ", but a pod of Deployment "
                            + target.name() + " asks for " + asked + "; make them equal");
        }
        PodShape pod = requested == null ? withDevices(target.pod(), resource, devices) : target.pod();
        var allowed = new Candidate.Allowed(row, null, devices, pod, cost(row, spec, entry), null);
        String running = target.steeredTo();
        if (running != null && !running.equals(row.accelerator()) && spec.placement() != PlacementMode.TEMPLATE) {
            return refuse(
                    row, "the pods are steered to " + running + "; set placement.mode Template to let them change");
        }
        boolean steerable = target.replicas() == 0 || running != null;
        return steered(spec, match, allowed, resource, steerable ? target : null);
    }

    /** The entry of a key; a fleet without any table takes the key for the device's name and the default cost. */
    @Nullable
    Accelerator entry(String key) {
        if (policy.accelerators().isEmpty()) {
            return new Accelerator(key, key, 0, null, 1);
        }
        return policy.accelerators().stream()
                .filter(accelerator -> accelerator.name().equals(key))
                .findFirst()
                .orElse(null);
    }

    private @Nullable String refusal(AcceleratorProfile row, VariantSpec spec) {
        String current = spec.currentAccelerator();
        if (spec.acceleratorPolicy() == AcceleratorPolicy.KEEP
                && current != null
                && !current.equals(row.accelerator())) {
            return "policy Keep: the Deployment runs on " + current;
        }
        if (row.devices() < 1) {
            return "accCount (" + row.devices() + ") must be 1 or more";
        }
        if (row.law() == null) {
            return row.problem() == null ? "has no coefficients of any law" : row.problem();
        }
        return null;
    }

    /** Placement decides whether an option can be more than a wish: without steering only what the pod's own rules say. */
    private Candidate steered(
            VariantSpec spec,
            DeviceMatch match,
            Candidate.Allowed allowed,
            String resource,
            Target.@Nullable Found steerable) {
        if (spec.acceleratorPolicy() == AcceleratorPolicy.KEEP) {
            return allowed;
        }
        AcceleratorProfile row = allowed.profile();
        Product product = match.product();
        if (nodesKnown && steerable != null && spec.placement() != PlacementMode.NONE && product != null) {
            return row.accelerator().equals(steerable.templateAccelerator())
                    ? to(product, allowed, allowed.pod(), null)
                    : toBeSteered(allowed, product, unsteered(allowed.pod(), steerable));
        }
        String current = spec.currentAccelerator();
        boolean itself = current == null ? spec.accelerators().size() == 1 : current.equals(row.accelerator());
        if (itself || match.impliedBy(allowed.pod(), resource, topology)) {
            return allowed;
        }
        return refuse(row, whyUnsteered(spec, match, product));
    }

    private String whyUnsteered(VariantSpec spec, DeviceMatch match, @Nullable Product product) {
        if (spec.placement() == PlacementMode.NONE) {
            return "placement.mode None cannot steer replicas to it; set placement.mode Template";
        }
        return product != null && !nodesKnown
                ? "nodes are not read (INFERNO_INVENTORY_MODE None), so replicas cannot be steered to it"
                : "device (" + match.accelerator().device()
                        + ") is in no product catalogue, so replicas cannot be steered to it";
    }

    /** Only nodes with the label the template will ask for count, whatever else names their product. */
    private Candidate toBeSteered(Candidate.Allowed allowed, Product product, PodShape pod) {
        ProductLabel label = ProductLabel.of(topology, product.name());
        if (label == null) {
            return ProductLabel.exists(topology, product.name())
                    ? refuse(
                            allowed.profile(),
                            "no label names " + product.name()
                                    + " on its nodes, so replicas cannot be steered to it; put "
                                    + "label inferno.llmd.ai/product=" + product.name() + " on them")
                    : to(product, allowed, pod, null);
        }
        if (label.lacking() == 0) {
            return to(product, allowed, pod, null);
        }
        String note = allowed.profile().accelerator() + ": " + label.lacking() + " of " + label.nodes() + " nodes of "
                + product.name() + " lack label " + label.key()
                + ", by which replicas are steered, and are left out; label them as the others";
        return to(product, allowed, label.on(pod), note);
    }

    private static Candidate.Allowed to(
            Product product, Candidate.Allowed allowed, PodShape pod, @Nullable String note) {
        return new Candidate.Allowed(
                allowed.profile(), product.name(), allowed.devices(), pod, allowed.costPerReplicaHour(), note);
    }

    /** A template may be steered anew, so what steers it elsewhere now is no rule of the user's. */
    private PodShape unsteered(PodShape pod, Target.Found target) {
        Accelerator before = target.templateAccelerator() == null ? null : entry(target.templateAccelerator());
        Product product = before == null ? null : DeviceMatch.of(before).product();
        return product == null ? pod : ProductLabel.off(pod, product);
    }

    private double cost(AcceleratorProfile row, VariantSpec spec, Accelerator entry) {
        if (spec.variantCost() != null) {
            return spec.variantCost();
        }
        return policy.accelerators().isEmpty()
                ? DEFAULT_COST
                : entry.costPerHour() * row.devices() * Math.max(1, entry.multiplicity());
    }

    private String unknownKey(AcceleratorProfile row) {
        return "accelerator (" + row.accelerator() + ") is not in ConfigMap accelerator-unit-costs"
                + knownKeys(row.accelerator());
    }

    private String knownKeys(String name) {
        return Nearest.among(
                policy.accelerators().stream().map(Accelerator::name).toList(), name);
    }

    private static String notTheResource(
            AcceleratorProfile row, DeviceMatch match, String resource, Target.Found target) {
        Product product = match.product();
        String what = match.resource() != null
                ? "resource " + match.resource()
                : "a device of " + (product == null ? "another vendor" : product.vendor());
        return row.accelerator() + " is " + what + ", but Deployment " + target.name() + " asks for " + resource
                + "; give it a Deployment and a VariantAutoscaling of its own";
    }

    private static PodShape withDevices(PodShape pod, String resource, int devices) {
        return pod.withRequests(pod.requests().plus(ResourceVector.of(Map.of(resource, (long) devices))));
    }

    private static Candidate.Refused refuse(AcceleratorProfile row, String reason) {
        return new Candidate.Refused(new RejectedOption(row.accelerator(), reason));
    }
}
