package dev.inferno.documents;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.documents.PlanningCase.Quota;
import dev.inferno.optimizer.Limits;
import dev.inferno.optimizer.Quotas;
import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.ResourceVector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** ResourceQuotas of a planning case, of which the case's pods and current replicas use their part. */
final class CaseQuotas {

    private CaseQuotas() {}

    static Limits of(List<Quota> quotas, List<PodFacts> pods, List<ServingGroup> groups) {
        if (quotas.isEmpty()) {
            return Limits.NONE;
        }
        Map<String, ResourceVector> own = new TreeMap<>();
        groups.stream()
                .flatMap(ServingGroup::sizable)
                .forEach(variant -> own.merge(
                        variant.key().namespace(),
                        Quotas.asked(current(variant).pod().requests(), variant.currentReplicas()),
                        ResourceVector::plus));
        Map<String, ResourceVector> used = new TreeMap<>(own);
        pods.forEach(pod -> used.merge(pod.namespace(), Quotas.asked(pod.requests(), 1), ResourceVector::plus));
        List<NamespaceQuota> all = quotas.stream()
                .map(quota -> {
                    String namespace = quota.namespace() == null ? "default" : quota.namespace();
                    return new NamespaceQuota(
                            namespace, "", hard(namespace, quota), used.getOrDefault(namespace, ResourceVector.NONE));
                })
                .toList();
        return Quotas.of(all, own);
    }

    /** What its replicas run on now, or would. */
    static VariantOption current(Sizable variant) {
        return variant.options().stream()
                .filter(option -> Objects.equals(option.accelerator(), variant.current()))
                .findFirst()
                .orElse(variant.options().getFirst());
    }

    private static ResourceVector hard(String namespace, Quota quota) {
        String path = "quotas: " + namespace + ".hard";
        SortedMap<String, Quantity> requests = new TreeMap<>();
        quota.hard().forEach((name, quantity) -> {
            String request = NamespaceQuota.request(name);
            if (request == null) {
                throw new BadDocument(path + ": " + name + " limits nothing that replicas request; give cpu, memory,"
                        + " ephemeral-storage, pods or requests.<resource>, such as requests.nvidia.com/gpu");
            }
            if (requests.put(request, quantity) != null) {
                throw new BadDocument(path + ": " + request + " is limited twice, as " + name + " too");
            }
        });
        return CaseNodes.amounts(path, requests);
    }
}
