package dev.inferno.operator.kube;

import io.kubernetes.client.openapi.models.V1Affinity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1PodAffinityTerm;
import io.kubernetes.client.openapi.models.V1PodAntiAffinity;
import io.kubernetes.client.openapi.models.V1PodSchedulingGate;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Of the spec of a pod that stands, what still decides anything: where it is or may go, what it takes, whom it keeps away. */
final class PodSpecs {

    private PodSpecs() {}

    static V1PodSpec read(JsonFields fields) throws IOException {
        V1PodSpec spec = new V1PodSpec().containers(List.of());
        fields.object("spec", member -> {
            switch (member) {
                case "nodeName" -> spec.setNodeName(fields.text("spec.nodeName"));
                case "overhead" -> spec.setOverhead(fields.quantities("spec.overhead"));
                case "resources" -> spec.setResources(resources(fields, "spec.resources"));
                case "hostNetwork" -> spec.setHostNetwork(fields.flag("spec.hostNetwork"));
                case "schedulingGates" ->
                    spec.setSchedulingGates(fields.list("spec.schedulingGates", () -> gate(fields)));
                case "nodeSelector" -> spec.setNodeSelector(host(fields));
                case "affinity" -> spec.setAffinity(affinity(fields));
                case "containers" ->
                    spec.setContainers(fields.list("spec.containers", () -> container(fields, "spec.containers")));
                case "initContainers" ->
                    spec.setInitContainers(
                            fields.list("spec.initContainers", () -> container(fields, "spec.initContainers")));
                default -> fields.skip();
            }
        });
        return spec;
    }

    private static V1PodSchedulingGate gate(JsonFields fields) throws IOException {
        V1PodSchedulingGate gate = new V1PodSchedulingGate().name("");
        fields.object("spec.schedulingGates", member -> {
            if (member.equals("name")) {
                gate.setName(Lists.orEmpty(fields.text("spec.schedulingGates.name")));
            } else {
                fields.skip();
            }
        });
        return gate;
    }

    /** Of the node selector only this key; null without it. */
    private static @Nullable Map<String, String> host(JsonFields fields) throws IOException {
        Map<String, String> host = new HashMap<>();
        fields.object("spec.nodeSelector", key -> {
            if (key.equals(PlacementGate.HOST_LABEL)) {
                host.put(key, Lists.orEmpty(fields.text("spec.nodeSelector")));
            } else {
                fields.skip();
            }
        });
        return host.isEmpty() ? null : host;
    }

    private static V1Container container(JsonFields fields, String path) throws IOException {
        V1Container container = new V1Container();
        fields.object(path, member -> {
            switch (member) {
                case "restartPolicy" -> container.setRestartPolicy(fields.text(path + ".restartPolicy"));
                case "resources" -> container.setResources(resources(fields, path + ".resources"));
                case "ports" -> container.setPorts(fields.list(path + ".ports", () -> port(fields, path + ".ports")));
                default -> fields.skip();
            }
        });
        return container;
    }

    private static V1ResourceRequirements resources(JsonFields fields, String path) throws IOException {
        V1ResourceRequirements resources = new V1ResourceRequirements();
        fields.object(path, member -> {
            switch (member) {
                case "requests" -> resources.setRequests(fields.quantities(path + ".requests"));
                case "limits" -> resources.setLimits(fields.quantities(path + ".limits"));
                default -> fields.skip();
            }
        });
        return resources;
    }

    private static V1ContainerPort port(JsonFields fields, String path) throws IOException {
        V1ContainerPort port = new V1ContainerPort();
        fields.object(path, member -> {
            switch (member) {
                case "containerPort" ->
                    port.setContainerPort(Objects.requireNonNullElse(fields.number(path + ".containerPort"), 0));
                case "hostPort" -> port.setHostPort(fields.number(path + ".hostPort"));
                case "hostIP" -> port.setHostIP(fields.text(path + ".hostIP"));
                case "protocol" -> port.setProtocol(fields.text(path + ".protocol"));
                default -> fields.skip();
            }
        });
        return port;
    }

    private static V1Affinity affinity(JsonFields fields) throws IOException {
        V1PodAntiAffinity anti = new V1PodAntiAffinity();
        fields.object("spec.affinity", member -> {
            if (!member.equals("podAntiAffinity")) {
                fields.skip();
                return;
            }
            fields.object("spec.affinity.podAntiAffinity", rule -> {
                if (rule.equals("requiredDuringSchedulingIgnoredDuringExecution")) {
                    String path = "spec.affinity.podAntiAffinity." + rule;
                    anti.setRequiredDuringSchedulingIgnoredDuringExecution(
                            fields.list(path, () -> fields.model(path, V1PodAffinityTerm.class)));
                } else {
                    fields.skip();
                }
            });
        });
        return new V1Affinity().podAntiAffinity(anti);
    }
}
