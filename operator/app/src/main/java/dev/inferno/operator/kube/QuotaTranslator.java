package dev.inferno.operator.kube;

import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.topology.ResourceVector;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V1ResourceQuotaSpec;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** ResourceQuota to {@link NamespaceQuota}. */
final class QuotaTranslator {

    private QuotaTranslator() {}

    /** Null for a quota of some pods only: whether ours are among them is the API server's to judge. */
    static @Nullable NamespaceQuota quota(V1ResourceQuota quota) {
        V1ObjectMeta metadata = quota.getMetadata() == null ? new V1ObjectMeta() : quota.getMetadata();
        V1ResourceQuotaSpec spec = quota.getSpec() == null ? new V1ResourceQuotaSpec() : quota.getSpec();
        if (spec.getScopeSelector() != null || !Lists.orEmpty(spec.getScopes()).isEmpty()) {
            return null;
        }
        Map<String, Quantity> used = quota.getStatus() == null
                ? Map.of()
                : Lists.orEmpty(quota.getStatus().getUsed());
        return new NamespaceQuota(
                Lists.orEmpty(metadata.getNamespace()),
                Lists.orEmpty(metadata.getName()),
                requests(Lists.orEmpty(spec.getHard())),
                requests(used));
    }

    /** By the names of requests. */
    private static ResourceVector requests(Map<String, Quantity> amounts) {
        Map<String, Quantity> requests = new TreeMap<>();
        amounts.forEach((name, amount) -> {
            String resource = NamespaceQuota.request(name);
            if (resource != null) {
                requests.merge(resource, amount, QuotaTranslator::least);
            }
        });
        return Amounts.of(requests);
    }

    /** A quota may limit one resource under both of its names. */
    private static Quantity least(Quantity one, Quantity other) {
        return one.getNumber().compareTo(other.getNumber()) <= 0 ? one : other;
    }
}
