package dev.inferno.optimizer;

import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * ResourceQuotas as limits: what the hard limits leave beside other pods is shared by all replicas planned in the namespace. What
 * runs may stay: a quota that was lowered takes nothing away, as in Kubernetes.
 */
public final class Quotas {

    private Quotas() {}

    /** @param own what the planned variants ask for now, by namespace; the plan gives it out anew */
    public static Limits of(Collection<NamespaceQuota> quotas, Map<String, ResourceVector> own) {
        SortedMap<String, TreeMap<String, Long>> left = new TreeMap<>();
        for (NamespaceQuota quota : quotas) {
            ResourceVector given = own.getOrDefault(quota.namespace(), ResourceVector.NONE);
            var least = left.computeIfAbsent(quota.namespace(), namespace -> new TreeMap<>());
            quota.hard().amounts().forEach((resource, hard) -> {
                long running = given.amount(resource);
                long others = Math.max(0, quota.used().amount(resource) - running);
                least.merge(resource, Math.max(running, hard - others), Math::min);
            });
        }
        List<Limit> limits = new ArrayList<>();
        left.forEach((namespace, amounts) ->
                amounts.forEach((resource, amount) -> limits.add(new Limit.Quota(namespace, resource, amount))));
        return new Limits(limits);
    }

    /** What so many pods ask for; each also counts as one of {@code pods}. */
    public static ResourceVector asked(ResourceVector requests, int pods) {
        Map<String, Long> sum = new TreeMap<>();
        requests.amounts().forEach((resource, amount) -> sum.put(resource, amount * pods));
        sum.put(Quantities.PODS, (long) pods);
        return ResourceVector.of(sum);
    }
}
