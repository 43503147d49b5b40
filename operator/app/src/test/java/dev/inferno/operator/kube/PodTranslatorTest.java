package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.stream.JsonReader;
import dev.inferno.topology.HostPort;
import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.LabelSelector;
import dev.inferno.topology.PodAffinityTerm;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.SpreadConstraint;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
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
    void portsAndRulesOfAPodThatStandsAreRead() throws IOException {
        String pod = Manifests.json("""
                metadata: {name: p, namespace: n, annotations: {a: b}}
                spec:
                  nodeName: n
                  volumes: [{name: v, emptyDir: {}}]
                  initContainers: [{name: i, restartPolicy: Always, resources: {requests: {cpu: 1}}}]
                  containers:
                  - name: c
                    image: i
                    env: [{name: A, value: b}]
                    resources: {limits: {cpu: 2}}
                    ports: [{containerPort: 80, hostPort: 8080}, {containerPort: 81}]
                  affinity:
                    nodeAffinity: {}
                    podAntiAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                      - {topologyKey: zone, labelSelector: {matchLabels: {app: c}}}
                status: {phase: Running, podIP: 1.2.3.4, conditions: [{type: Ready, status: "True"}]}
                """).toString();
        PodFacts stands = SeenPod.read(new JsonReader(new StringReader(pod))).facts();

        assertNotNull(stands);
        assertEquals(List.of(new HostPort("0.0.0.0", "TCP", 8080)), stands.hostPorts());
        assertEquals(List.of("n"), stands.podAntiAffinity().getFirst().namespaces());
    }

    @Test
    void aTemplateTellsWhatItsPodsAskOfEachOther() {
        PodShape shape = PodShapes.of("team", Manifests.read(V1PodTemplateSpec.class, """
                metadata: {labels: {app: chat, track: blue}}
                spec:
                  hostNetwork: true
                  containers:
                  - name: c
                    ports: [{containerPort: 80}, {containerPort: 81, hostPort: 8181, protocol: UDP, hostIP: 10.0.0.1}]
                  topologySpreadConstraints:
                  - {topologyKey: zone, maxSkew: 2, whenUnsatisfiable: ScheduleAnyway}
                  - topologyKey: zone
                    maxSkew: 1
                    minDomains: 3
                    whenUnsatisfiable: DoNotSchedule
                    nodeAffinityPolicy: Ignore
                    nodeTaintsPolicy: Honor
                    labelSelector: {matchLabels: {app: chat}}
                    matchLabelKeys: [track, pod-template-hash]
                  affinity:
                    podAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                      - topologyKey: zone
                        labelSelector: {matchExpressions: [{key: app, operator: NotIn, values: [x]}]}
                        namespaceSelector: {matchLabels: {team: a}}
                    podAntiAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                      - topologyKey: host
                        labelSelector: {matchLabels: {app: chat}}
                        mismatchLabelKeys: [track]
                        namespaceSelector: {matchLabels: {team: a}}
                """));

        var chat = new LabelRequirement("app", LabelRequirement.Operator.IN, List.of("chat"));
        var blue = new LabelRequirement("track", LabelRequirement.Operator.IN, List.of("blue"));
        var notBlue = new LabelRequirement("track", LabelRequirement.Operator.NOT_IN, List.of("blue"));
        assertEquals(
                List.of(new SpreadConstraint("zone", 1, 3, new LabelSelector(List.of(chat, blue)), false, true)),
                shape.spread());
        assertEquals(
                List.of(new HostPort("0.0.0.0", "TCP", 80), new HostPort("10.0.0.1", "UDP", 8181)), shape.hostPorts());
        assertNull(shape.podAffinity().getFirst().namespaceSelector(), "no namespace is known to be meant");
        assertEquals(List.of(), shape.podAffinity().getFirst().namespaces());
        assertEquals(
                List.of(new PodAffinityTerm(
                        new LabelSelector(List.of(chat, notBlue)), List.of(), LabelSelector.EVERYTHING, "host")),
                shape.podAntiAffinity(),
                "any namespace may be meant");
    }

    private static @Nullable PodFacts facts(String yaml) {
        return PodTranslator.facts(Manifests.read(V1Pod.class, yaml));
    }

    private static ResourceVector requests(String yaml) {
        return PodRequests.of(Manifests.read(V1PodSpec.class, yaml));
    }
}
