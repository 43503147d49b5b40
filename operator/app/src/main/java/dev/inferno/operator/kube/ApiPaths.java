package dev.inferno.operator.kube;

import dev.inferno.operator.api.VariantAutoscaling;
import org.jspecify.annotations.Nullable;

/** Paths of the API server. */
final class ApiPaths {

    private ApiPaths() {}

    /** All objects of a kind, in one namespace or (null) in all. */
    static String collection(String group, String version, @Nullable String namespace, String plural) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return root + (namespace == null ? "" : "/namespaces/" + namespace) + "/" + plural;
    }

    static String deployment(String namespace, String name) {
        return collection("apps", "v1", namespace, "deployments") + "/" + name;
    }

    static String node(String name) {
        return collection("", "v1", null, "nodes") + "/" + name;
    }

    static String pod(String namespace, String name) {
        return collection("", "v1", namespace, "pods") + "/" + name;
    }

    static String configMaps(String namespace) {
        return collection("", "v1", namespace, "configmaps");
    }

    static String variant(String namespace, String name) {
        return collection(VariantAutoscaling.GROUP, VariantAutoscaling.VERSION, namespace, VariantAutoscaling.PLURAL)
                + "/" + name;
    }

    static String leases(String namespace) {
        return collection("coordination.k8s.io", "v1", namespace, "leases");
    }

    static String events(String namespace) {
        return collection("events.k8s.io", "v1", namespace, "events");
    }
}
