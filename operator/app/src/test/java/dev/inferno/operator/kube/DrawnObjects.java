package dev.inferno.operator.kube;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Affinity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1LabelSelectorRequirement;
import io.kubernetes.client.openapi.models.V1ManagedFieldsEntry;
import io.kubernetes.client.openapi.models.V1Node;
import io.kubernetes.client.openapi.models.V1NodeCondition;
import io.kubernetes.client.openapi.models.V1NodeSpec;
import io.kubernetes.client.openapi.models.V1NodeStatus;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1OwnerReference;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodAffinityTerm;
import io.kubernetes.client.openapi.models.V1PodAntiAffinity;
import io.kubernetes.client.openapi.models.V1PodCondition;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodStatus;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import io.kubernetes.client.openapi.models.V1Taint;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Nodes and pods of every shape the API server allows in what is read, each field there or not. */
final class DrawnObjects {

    private static final String[] AMOUNTS = {"0", "1", "100m", "1500m", "2.5", "128Mi", "40Gi", "95500m"};
    private static final String[] TEXTS = {"a", "b-1", "ü \"quoted\"\\", "line\nbreak", "", "true", "7"};
    private static final String[] RESOURCES = {"cpu", "memory", "nvidia.com/gpu", "hugepages-2Mi", "ephemeral-storage"};

    private final Random random;

    DrawnObjects(Random random) {
        this.random = random;
    }

    V1Node node(int number) {
        return new V1Node()
                .metadata(metadata(number))
                .spec(maybe(() -> new V1NodeSpec()
                        .unschedulable(maybe(random::nextBoolean))
                        .providerID(text())
                        .taints(maybe(() -> list(i -> new V1Taint()
                                .key("key" + i)
                                .value(maybe(this::text))
                                .effect(oneOf("NoSchedule", "NoExecute", "PreferNoSchedule", "Else")))))))
                .status(maybe(() -> new V1NodeStatus()
                        .capacity(amounts())
                        .allocatable(maybe(this::amounts))
                        .conditions(maybe(() -> list(i -> new V1NodeCondition()
                                .type(oneOf("Ready", "DiskPressure"))
                                .status(oneOf("True", "False", "Unknown"))
                                .message(text()))))));
    }

    V1Pod pod(int number) {
        return new V1Pod()
                .metadata(metadata(number).namespace(oneOf("a", "a-b", "b")))
                .spec(maybe(this::spec))
                .status(maybe(() -> new V1PodStatus()
                        .phase(maybe(() -> oneOf("Pending", "Running", "Succeeded", "Failed", "Unknown")))
                        .conditions(maybe(() -> list(i -> new V1PodCondition()
                                .type(oneOf("Ready", "PodScheduled"))
                                .status(oneOf("True", "False")))))));
    }

    private V1ObjectMeta metadata(int number) {
        String hash = "5d9c7b" + random.nextInt(3);
        Map<String, String> labels = new HashMap<>();
        list(i -> labels.put("key" + i, text()));
        if (random.nextBoolean()) {
            labels.put("pod-template-hash", hash);
        }
        return new V1ObjectMeta()
                .name("object-" + number)
                .resourceVersion(Integer.toString(random.nextInt()))
                .labels(maybe(() -> labels))
                .annotations(maybe(() -> Map.of("note", text())))
                .deletionTimestamp(maybe(() -> OffsetDateTime.parse("2026-01-01T00:00:00.123Z")))
                .ownerReferences(maybe(() -> list(i -> new V1OwnerReference()
                        .apiVersion("apps/v1")
                        .uid("u")
                        .kind(oneOf("ReplicaSet", "Job"))
                        .name(oneOf("chat-" + hash, "chat"))
                        .controller(maybe(random::nextBoolean)))))
                .managedFields(maybe(() ->
                        list(i -> new V1ManagedFieldsEntry().manager("m").fieldsV1(Map.of("f:a", Map.of())))));
    }

    private V1PodSpec spec() {
        return new V1PodSpec()
                .nodeName(maybe(() -> oneOf("node-1", "node-2", "")))
                .hostNetwork(maybe(random::nextBoolean))
                .overhead(maybe(this::amounts))
                .resources(maybe(this::resources))
                .affinity(maybe(this::affinity))
                .containers(list(this::container))
                .initContainers(maybe(() -> list(this::container)));
    }

    private V1Container container(int number) {
        return new V1Container()
                .name("c" + number)
                .env(List.of(new V1EnvVar().name("A").value(text())))
                .restartPolicy(maybe(() -> oneOf("Always", "OnFailure")))
                .resources(maybe(this::resources))
                .ports(maybe(() -> list(i -> new V1ContainerPort()
                        .containerPort(8000 + i)
                        .hostPort(maybe(() -> random.nextInt(3) * 100))
                        .hostIP(maybe(() -> oneOf("10.0.0.1", "")))
                        .protocol(maybe(() -> oneOf("TCP", "UDP"))))));
    }

    private V1ResourceRequirements resources() {
        return new V1ResourceRequirements().requests(maybe(this::amounts)).limits(maybe(this::amounts));
    }

    private V1Affinity affinity() {
        return new V1Affinity()
                .podAntiAffinity(maybe(() -> new V1PodAntiAffinity()
                        .requiredDuringSchedulingIgnoredDuringExecution(list(i -> new V1PodAffinityTerm()
                                .topologyKey("zone")
                                .namespaces(maybe(() -> List.of("x")))
                                .namespaceSelector(maybe(V1LabelSelector::new))
                                .matchLabelKeys(maybe(() -> List.of("key0")))
                                .labelSelector(maybe(() -> new V1LabelSelector()
                                        .matchLabels(maybe(() -> Map.of("app", text())))
                                        .matchExpressions(list(e -> new V1LabelSelectorRequirement()
                                                .key("track")
                                                .operator(oneOf("In", "NotIn"))
                                                .values(List.of("a", "b"))))))))));
    }

    private Map<String, Quantity> amounts() {
        Map<String, Quantity> amounts = new HashMap<>();
        list(i -> amounts.put(oneOf(RESOURCES), new Quantity(oneOf(AMOUNTS))));
        return amounts;
    }

    private String text() {
        return oneOf(TEXTS);
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> List<T> list(IntFunction<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(element.apply(i));
        }
        return list;
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }
}
