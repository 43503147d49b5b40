package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.topology.ResourceVector;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuotaTranslatorTest {

    private static V1ResourceQuota quota(String spec, String used) {
        return JSON.getGson()
                .fromJson(
                        Manifests.json("{metadata: {namespace: chat, name: q}, spec: " + spec + ", status: {used: "
                                + used + "}}"),
                        V1ResourceQuota.class);
    }

    @Test
    void namesResourcesAsPodsRequestThem() {
        NamespaceQuota read = QuotaTranslator.quota(quota(
                "{hard: {requests.nvidia.com/gpu: '8', requests.cpu: 1500m, limits.cpu: '2', count/pods: '9', services: '1'}}",
                "{requests.nvidia.com/gpu: '3', requests.cpu: 250m}"));

        assertNotNull(read);
        assertEquals("chat", read.namespace());
        assertEquals(ResourceVector.of(Map.of("nvidia.com/gpu", 8L, "cpu", 1500L, "pods", 9L)), read.hard());
        assertEquals(ResourceVector.of(Map.of("nvidia.com/gpu", 3L, "cpu", 250L)), read.used());
    }

    @Test
    void takesTheTighterOfTwoNamesOfOneResource() {
        NamespaceQuota read = QuotaTranslator.quota(quota("{hard: {cpu: '4', requests.cpu: '3', pods: '7'}}", "{}"));

        assertNotNull(read);
        assertEquals(ResourceVector.of(Map.of("cpu", 3000L, "pods", 7L)), read.hard());
    }

    @Test
    void leavesQuotasOfSomePodsToTheApiServer() {
        assertNull(QuotaTranslator.quota(quota("{hard: {pods: '1'}, scopes: [BestEffort]}", "{}")));
    }
}
