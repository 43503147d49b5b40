package dev.inferno.operator.kube;

import com.google.gson.stream.JsonReader;
import dev.inferno.topology.PodFacts;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1OwnerReference;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodCondition;
import io.kubernetes.client.openapi.models.V1PodSchedulingGate;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodStatus;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept of a pod; the node of one that could not be read whole takes no new replicas. */
record SeenPod(
        String namespace,
        String name,
        @Nullable String resourceVersion,
        DeletionCost deletionCost,
        PlacementGate gate,
        @Nullable PodFacts facts,
        @Nullable String problem)
        implements Seen<PodFacts> {

    private static final Logger LOG = LoggerFactory.getLogger(SeenPod.class);

    @Override
    public String getKind() {
        return "Pod";
    }

    /** The Deployment it belongs to; null also for one that holds nothing any more. */
    @Nullable
    String workload() {
        return facts == null ? null : facts.workload();
    }

    /** Reads what {@link PodTranslator} reads, about a tenth, and skips all else. */
    static SeenPod read(JsonReader in) throws IOException {
        var fields = new JsonFields(in);
        var metadata = new V1ObjectMeta();
        V1Pod pod = new V1Pod().metadata(metadata);
        fields.object("the pod", member -> {
            switch (member) {
                case "metadata" -> metadata(fields, metadata);
                case "spec" -> pod.setSpec(PodSpecs.read(fields));
                case "status" -> pod.setStatus(status(fields));
                default -> fields.skip();
            }
        });
        String namespace = Lists.orEmpty(metadata.getNamespace());
        String name = Lists.orEmpty(metadata.getName());
        Map<String, String> annotations = Lists.orEmpty(metadata.getAnnotations());
        DeletionCost cost = annotations.isEmpty()
                ? DeletionCost.NONE
                : new DeletionCost(
                        annotations.get(DeletionCost.ANNOTATION), annotations.get(DeletionCost.ANNOTATION_NOTE));
        if (name.isEmpty()) {
            fields.problem("metadata.name is missing");
        }
        PodFacts facts = facts(fields, pod);
        if (fields.problem() != null) {
            LOG.warn(
                    "Pod \"{}/{}\" cannot be read: {}. Its node takes no new replicas until the pod is gone or written again,"
                            + " or this operator is upgraded",
                    namespace,
                    name,
                    fields.problem());
        }
        return new SeenPod(
                namespace, name, metadata.getResourceVersion(), cost, gate(pod.getSpec()), facts, fields.problem());
    }

    private static PlacementGate gate(@Nullable V1PodSpec spec) {
        if (spec == null || spec.getSchedulingGates() == null && spec.getNodeSelector() == null) {
            return PlacementGate.NONE;
        }
        List<String> names = Lists.orEmpty(spec.getSchedulingGates()).stream()
                .map(V1PodSchedulingGate::getName)
                .toList();
        return new PlacementGate(names, Lists.orEmpty(spec.getNodeSelector()).get(PlacementGate.HOST_LABEL));
    }

    private static @Nullable PodFacts facts(JsonFields fields, V1Pod pod) {
        try {
            return PodTranslator.facts(pod);
        } catch (IllegalArgumentException e) {
            fields.problem("spec.affinity: " + e.getMessage());
            return PodTranslator.facts(
                    pod.spec(Objects.requireNonNull(pod.getSpec()).affinity(null)));
        }
    }

    private static void metadata(JsonFields fields, V1ObjectMeta metadata) throws IOException {
        fields.object("metadata", member -> {
            switch (member) {
                case "namespace" -> metadata.setNamespace(fields.text("metadata.namespace"));
                case "name" -> metadata.setName(fields.unique("metadata.name"));
                case "resourceVersion" -> metadata.setResourceVersion(fields.unique("metadata.resourceVersion"));
                case "labels" -> metadata.setLabels(fields.texts("metadata.labels"));
                case "annotations" -> metadata.setAnnotations(costs(fields));
                case "deletionTimestamp" -> metadata.setDeletionTimestamp(time(fields, "metadata.deletionTimestamp"));
                case "ownerReferences" ->
                    metadata.setOwnerReferences(fields.list("metadata.ownerReferences", () -> owner(fields)));
                default -> fields.skip();
            }
        });
    }

    private static Map<String, String> costs(JsonFields fields) throws IOException {
        Map<String, String> costs = new HashMap<>();
        fields.object("metadata.annotations", name -> {
            if (name.equals(DeletionCost.ANNOTATION) || name.equals(DeletionCost.ANNOTATION_NOTE)) {
                costs.put(name, Lists.orEmpty(fields.text("metadata.annotations")));
            } else {
                fields.skip();
            }
        });
        return costs;
    }

    private static @Nullable OffsetDateTime time(JsonFields fields, String field) throws IOException {
        String text = fields.unique(field);
        try {
            return text == null ? null : OffsetDateTime.parse(text);
        } catch (DateTimeParseException e) {
            fields.problem(field + " (" + text + ") must be a time");
            return null;
        }
    }

    private static V1OwnerReference owner(JsonFields fields) throws IOException {
        V1OwnerReference owner = new V1OwnerReference().name("");
        fields.object("metadata.ownerReferences", member -> {
            switch (member) {
                case "kind" -> owner.setKind(Lists.orEmpty(fields.text("metadata.ownerReferences.kind")));
                case "name" -> owner.setName(Lists.orEmpty(fields.text("metadata.ownerReferences.name")));
                case "controller" -> owner.setController(fields.flag("metadata.ownerReferences.controller"));
                default -> fields.skip();
            }
        });
        return owner;
    }

    private static V1PodStatus status(JsonFields fields) throws IOException {
        V1PodStatus status = new V1PodStatus();
        fields.object("status", member -> {
            switch (member) {
                case "phase" -> status.setPhase(fields.text("status.phase"));
                case "conditions" ->
                    status.setConditions(fields.conditions(
                            (type, value) -> new V1PodCondition().type(type).status(value)));
                default -> fields.skip();
            }
        });
        return status;
    }
}
