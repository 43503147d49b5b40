package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestCounterTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nodes, list",
        "GET, /api/v1/nodes?watch=true, watch",
        "GET, /api/v1/nodes/a, get",
        "GET, /api/v1/namespaces/n/pods, list",
        "GET, /apis/apps/v1/namespaces/n/deployments/d/scale, get",
        "GET, /apis/keda.sh/v1alpha1, get",
        "POST, /apis/events.k8s.io/v1/namespaces/n/events, create",
        "PUT, /apis/coordination.k8s.io/v1/namespaces/n/leases/l, update",
        "PATCH, /apis/apps/v1/namespaces/n/deployments/d/scale, patch",
    })
    void speaksOfVerbsAsKubernetesDoes(String method, String path, String verb) {
        assertEquals(verb, RequestCounter.verb(method, HttpUrl.get("https://server:6443" + path)));
    }
}
