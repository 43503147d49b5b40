package dev.inferno.optimizer;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.snapshot.Target;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.ResourceVector;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a live snapshot asks of the optimiser. */
final class SeenProblem {

    private SeenProblem() {}

    static PlanningProblem of(List<ServingGroup> groups, Inventory.Known known, CycleSnapshot seen) {
        return of(known.standing(), occupants(groups, known.pods()), groups, known.quotas(), seen);
    }

    /** Without nodes. */
    static PlanningProblem of(List<ServingGroup> groups, Inventory.Off off, CycleSnapshot seen) {
        return of(List.of(), List.of(), groups, off.quotas(), seen);
    }

    private static PlanningProblem of(
            List<NodeFacts> nodes,
            List<PodFacts> occupants,
            List<ServingGroup> groups,
            List<NamespaceQuota> quotas,
            CycleSnapshot seen) {
        return new PlanningProblem(
                nodes, occupants, groups, Quotas.of(quotas, own(groups, seen)), seen.budget(), false, false, null);
    }

    /** What the pods of the planned variants ask for now, by namespace. */
    private static Map<String, ResourceVector> own(List<ServingGroup> groups, CycleSnapshot seen) {
        var own = new TreeMap<String, ResourceVector>();
        groups.stream().flatMap(ServingGroup::sizable).forEach(variant -> {
            var state = Objects.requireNonNull(seen.variant(variant.key()), "a group's variant is in the snapshot");
            if (state.target() instanceof Target.Found found) {
                var asked = Quotas.asked(found.pod().requests(), found.podReplicas());
                own.merge(variant.key().namespace(), asked, ResourceVector::plus);
            }
        });
        return own;
    }

    /** Pods of sizable variants are the plan's to place anew, leaving ones too; all others stay. */
    private static List<PodFacts> occupants(List<ServingGroup> groups, List<PodFacts> pods) {
        var own = new HashSet<Workload>();
        groups.stream()
                .flatMap(ServingGroup::sizable)
                .forEach(variant -> own.add(new Workload(variant.key().namespace(), variant.workload())));
        return pods.stream()
                .filter(pod -> pod.workload() == null || !own.contains(new Workload(pod.namespace(), pod.workload())))
                .toList();
    }

    private record Workload(String namespace, String name) {}
}
