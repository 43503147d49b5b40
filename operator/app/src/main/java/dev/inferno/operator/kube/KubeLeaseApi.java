package dev.inferno.operator.kube;

import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** A Lease of coordination.k8s.io/v1. Not fenced: it is what the fence stands on. */
final class KubeLeaseApi implements LeaseApi {

    /** Kubernetes' MicroTime has exactly six digits. */
    static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ApiRequests api;
    private final String collection;
    private final String name;

    KubeLeaseApi(ApiRequests api, String namespace, String name) {
        this.api = api;
        this.collection = ApiPaths.leases(namespace);
        this.name = name;
    }

    @Override
    public @Nullable LeaseRecord read() throws ApiException {
        try {
            return parse(api.get(collection + "/" + name));
        } catch (ApiException e) {
            if (ApiErrors.isNotFound(e)) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public LeaseRecord create(LeaseRecord lease) throws ApiException {
        return parse(api.create(collection, json(lease)));
    }

    @Override
    public LeaseRecord update(LeaseRecord lease) throws ApiException {
        return parse(api.update(collection + "/" + name, json(lease)));
    }

    private JsonObject json(LeaseRecord lease) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty("name", name);
        if (lease.resourceVersion() != null) {
            metadata.addProperty("resourceVersion", lease.resourceVersion());
        }
        JsonObject spec = new JsonObject();
        spec.addProperty("holderIdentity", lease.holder());
        spec.addProperty("leaseDurationSeconds", lease.durationSeconds());
        spec.addProperty("leaseTransitions", lease.transitions());
        if (lease.acquiredAt() != null) {
            spec.addProperty("acquireTime", MICRO_TIME.format(lease.acquiredAt()));
        }
        if (lease.renewedAt() != null) {
            spec.addProperty("renewTime", MICRO_TIME.format(lease.renewedAt()));
        }
        JsonObject json = new JsonObject();
        json.addProperty("apiVersion", "coordination.k8s.io/v1");
        json.addProperty("kind", "Lease");
        json.add("metadata", metadata);
        json.add("spec", spec);
        return json;
    }

    private static LeaseRecord parse(JsonObject lease) {
        JsonObject spec = lease.has("spec") ? lease.getAsJsonObject("spec") : new JsonObject();
        return new LeaseRecord(
                spec.has("holderIdentity") ? spec.get("holderIdentity").getAsString() : "",
                spec.has("leaseDurationSeconds")
                        ? spec.get("leaseDurationSeconds").getAsInt()
                        : 0,
                time(spec, "acquireTime"),
                time(spec, "renewTime"),
                spec.has("leaseTransitions") ? spec.get("leaseTransitions").getAsInt() : 0,
                lease.getAsJsonObject("metadata").get("resourceVersion").getAsString());
    }

    private static @Nullable Instant time(JsonObject spec, String field) {
        return spec.has(field) ? Instant.parse(spec.get(field).getAsString()) : null;
    }
}
