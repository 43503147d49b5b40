package dev.inferno.operator.kube;

import com.google.gson.stream.JsonReader;
import dev.inferno.topology.NodeFacts;
import io.kubernetes.client.openapi.models.V1Node;
import io.kubernetes.client.openapi.models.V1NodeCondition;
import io.kubernetes.client.openapi.models.V1NodeSpec;
import io.kubernetes.client.openapi.models.V1NodeStatus;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Taint;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept of a node: one that could not be read whole is cordoned for us. */
record SeenNode(
        String name,
        @Nullable String resourceVersion,
        NodeFacts facts,
        @Nullable String problem) implements Seen<NodeFacts> {

    private static final Logger LOG = LoggerFactory.getLogger(SeenNode.class);

    @Override
    public String namespace() {
        return "";
    }

    @Override
    public String getKind() {
        return "Node";
    }

    /** Reads what {@link NodeTranslator} reads, about a tenth, and skips all else. */
    static SeenNode read(JsonReader in) throws IOException {
        var fields = new JsonFields(in);
        var metadata = new V1ObjectMeta();
        V1Node node = new V1Node().metadata(metadata);
        fields.object("the node", member -> {
            switch (member) {
                case "metadata" -> metadata(fields, metadata);
                case "spec" -> node.setSpec(spec(fields));
                case "status" -> node.setStatus(status(fields));
                default -> fields.skip();
            }
        });
        String name = Lists.orEmpty(metadata.getName());
        if (name.isEmpty()) {
            fields.problem("metadata.name is missing");
        }
        if (fields.problem() != null) {
            node.setSpec(Objects.requireNonNullElseGet(node.getSpec(), V1NodeSpec::new)
                    .unschedulable(true));
            LOG.warn(
                    "Node \"{}\" cannot be read: {}. It counts as cordoned until it is written again, or this operator is"
                            + " upgraded",
                    name,
                    fields.problem());
        }
        return new SeenNode(name, metadata.getResourceVersion(), NodeTranslator.facts(node), fields.problem());
    }

    private static void metadata(JsonFields fields, V1ObjectMeta metadata) throws IOException {
        fields.object("metadata", member -> {
            switch (member) {
                case "name" -> metadata.setName(fields.text("metadata.name"));
                case "resourceVersion" -> metadata.setResourceVersion(fields.unique("metadata.resourceVersion"));
                case "labels" -> metadata.setLabels(fields.texts("metadata.labels"));
                default -> fields.skip();
            }
        });
    }

    private static V1NodeSpec spec(JsonFields fields) throws IOException {
        V1NodeSpec spec = new V1NodeSpec();
        fields.object("spec", member -> {
            switch (member) {
                case "unschedulable" -> spec.setUnschedulable(fields.flag("spec.unschedulable"));
                case "taints" -> spec.setTaints(fields.list("spec.taints", () -> taint(fields)));
                default -> fields.skip();
            }
        });
        return spec;
    }

    private static @Nullable V1Taint taint(JsonFields fields) throws IOException {
        V1Taint taint = new V1Taint().key("").effect("");
        fields.object("spec.taints", member -> {
            switch (member) {
                case "key" -> taint.setKey(Lists.orEmpty(fields.text("spec.taints.key")));
                case "value" -> taint.setValue(fields.text("spec.taints.value"));
                case "effect" -> taint.setEffect(Lists.orEmpty(fields.text("spec.taints.effect")));
                default -> fields.skip();
            }
        });
        if (taint.getKey().isEmpty() || taint.getEffect().isEmpty()) {
            fields.problem("spec.taints has a taint without key or effect");
            return null;
        }
        return taint;
    }

    private static V1NodeStatus status(JsonFields fields) throws IOException {
        V1NodeStatus status = new V1NodeStatus();
        fields.object("status", member -> {
            switch (member) {
                case "allocatable" -> status.setAllocatable(fields.quantities("status.allocatable"));
                case "conditions" ->
                    status.setConditions(fields.conditions(
                            (type, value) -> new V1NodeCondition().type(type).status(value)));
                default -> fields.skip();
            }
        });
        return status;
    }
}
