package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.PodFacts;
import dev.inferno.topology.ResourceVector;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PodTranslatorTest {

    @Test
    void findsTheDeploymentBehindTheReplicaSet() {
        PodFacts facts = facts("""
                metadata:
                  namespace: team
                  name: chat-vllm-6d4f9-abcde
                  deletionTimestamp: "2026-01-01T00:00:00Z"
                  labels: {pod-template-hash: 6d4f9}
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: chat-vllm-6d4f9, uid: u, controller: true}]
                spec:
                  nodeName: gpu-1
                  containers: [{name: a, resources: {limits: {nvidia.com/gpu: 2}}}]
                status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
                """);

        assertNotNull(facts);
        assertEquals("chat-vllm", facts.workload());
        assertEquals("gpu-1", facts.node());
        assertEquals(2, facts.requests().amount("nvidia.com/gpu"));
        assertTrue(facts.ready());
        assertTrue(facts.terminating());
    }

    @ParameterizedTest
    @CsvSource({"StatefulSet, chat-6d4f9, true", "ReplicaSet, byHand, true", "ReplicaSet, chat-6d4f9, false"})
    void podsOfOthersBelongToNoDeployment(String kind, String owner, boolean controller) {
        PodFacts facts = facts("""
                metadata:
                  name: p
                  labels: {pod-template-hash: 6d4f9}
                  ownerReferences: [{apiVersion: apps/v1, kind: %s, name: %s, uid: u, controller: %s}]
                spec: {containers: []}
                """.formatted(kind, owner, controller));

        assertNotNull(facts);
        assertNull(facts.workload());
        assertNull(facts.node());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Succeeded", "Failed"})
    void finishedPodsHoldNothing(String phase) {
        assertNull(facts("{metadata: {name: p}, spec: {nodeName: n, containers: []}, status: {phase: " + phase + "}}"));
    }

    @Test
    void addsContainersAndSidecarsAndTakesTheLargestInitContainer() {
        ResourceVector requests = requests("""
                containers:
                - {name: a, resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 4, nvidia.com/gpu: 1}}}
                - {name: b, resources: {requests: {cpu: 250m}}}
                initContainers:
                - {name: early, resources: {requests: {cpu: 1}}}
                - {name: sidecar, restartPolicy: Always, resources: {requests: {cpu: 500m}}}
                - {name: late, resources: {requests: {cpu: 2, memory: 2Gi}}}
                overhead: {cpu: 100m}
                """);

        assertEquals(ResourceVector.of(Map.of("cpu", 2600L, "memory", 2L << 30, "nvidia.com/gpu", 1L)), requests);
    }

    @Test
    void requestsOfThePodReplaceCpuAndMemoryButNeverDevices() {
        ResourceVector requests = requests("""
                resources: {requests: {cpu: 3, nvidia.com/gpu: 9}, limits: {memory: 8Gi}}
                containers: [{name: a, resources: {requests: {cpu: 1, memory: 1Gi, nvidia.com/gpu: 1}}}]
                """);

        assertEquals(ResourceVector.of(Map.of("cpu", 3000L, "memory", 8L << 30, "nvidia.com/gpu", 1L)), requests);
    }

    @Test
    void trimmingTakesNothingThatIsRead() {
        V1Pod pod = Manifests.read(V1Pod.class, """
                metadata: {name: p, namespace: n, annotations: {a: b}}
                spec:
                  nodeName: n
                  volumes: [{name: v, emptyDir: {}}]
                  initContainers: [{name: i, restartPolicy: Always, resources: {requests: {cpu: 1}}}]
                  containers: [{name: c, image: i, env: [{name: A, value: b}], resources: {limits: {cpu: 2}}}]
                status: {phase: Running, podIP: 1.2.3.4, conditions: [{type: Ready, status: "True"}]}
                """);
        PodFacts before = PodTranslator.facts(pod);

        Trims.pod(pod);
        Trims.pod(pod);

        assertEquals(before, PodTranslator.facts(pod));
    }

    private static @Nullable PodFacts facts(String yaml) {
        return PodTranslator.facts(Manifests.read(V1Pod.class, yaml));
    }

    private static ResourceVector requests(String yaml) {
        return PodRequests.of(Manifests.read(V1PodSpec.class, yaml));
    }
}
