package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.gson.stream.JsonReader;
import dev.inferno.operator.api.VariantAutoscaling;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChangeFeedTest {

    private final List<String> told = new ArrayList<>();
    private boolean synced = true;
    private final ChangeFeed feed = new ChangeFeed(() -> synced);

    ChangeFeedTest() {
        feed.addListener(told::add);
    }

    @Test
    void statusAloneIsNoReasonAndTheTriggerIs() {
        VariantAutoscaling before = variant("generation: 1");

        assertNull(ChangeFeed.variantChange(before, variant("generation: 1, resourceVersion: '2'")));
        assertEquals("spec changed", ChangeFeed.variantChange(before, variant("generation: 2")));
        assertEquals(
                "was triggered",
                ChangeFeed.variantChange(before, variant("generation: 1, annotations: {inferno.llmd.ai/trigger: a}")));
        assertNull(ChangeFeed.variantChange(before, variant("generation: 1, annotations: {other: a}")));
    }

    @Test
    void ourOwnScalingDoesNotComeBackToUs() {
        V1Deployment one = deployment(1, "a");

        assertNull(ChangeFeed.deploymentChange(one, deployment(2, "a")));
        assertEquals("pod template changed", ChangeFeed.deploymentChange(one, deployment(1, "b")));
    }

    @Test
    void whatAnInformerRepeatsIsNoChange() {
        var handler = feed.configMaps();
        V1ConfigMap map = configMap("policy", "1", "a");

        handler.onUpdate(map, configMap("policy", "1", "b"));
        handler.onUpdate(map, configMap("policy", "2", "a"));
        handler.onUpdate(map, configMap("policy", "3", "b"));

        assertEquals(List.of("ConfigMap ns/policy: changed"), told);
    }

    @Test
    void ourOwnMemoryIsNoConfiguration() {
        feed.configMaps().onAdd(configMap("inferno-state-3", "1", "a"));
        feed.configMaps().onAdd(configMap("kube-root-ca.crt", "1", "a"));

        assertEquals(List.of(), told);
    }

    @Test
    void nodesWithoutDevicesDoNotMatterAndHeartbeatsNeither() {
        var handler = feed.nodes();

        handler.onAdd(node("cpu-1", "cpu: 4", "1"));
        handler.onUpdate(node("gpu-1", "amd.com/gpu: 8", "1"), node("gpu-1", "amd.com/gpu: 8", "2"));
        handler.onUpdate(node("gpu-1", "amd.com/gpu: 8", "2"), node("gpu-1", "amd.com/gpu: 7", "3"));
        handler.onDelete(node("gpu-1", "amd.com/gpu: 7", "3"), false);

        assertEquals(
                List.of("Node gpu-1: labels, taints, readiness or resources changed", "Node gpu-1 was deleted"), told);
    }

    @Test
    void theFirstListIsNoChange() {
        synced = false;

        feed.nodes().onAdd(node("gpu-1", "amd.com/gpu: 8", "1"));

        assertEquals(List.of(), told);
    }

    private static VariantAutoscaling variant(String metadata) {
        return Manifests.read(VariantAutoscaling.class, "{metadata: {name: v, " + metadata + "}, spec: {modelID: m}}");
    }

    private static V1Deployment deployment(int replicas, String image) {
        return Manifests.read(
                V1Deployment.class,
                "{metadata: {name: d}, spec: {selector: {}, replicas: " + replicas
                        + ", template: {spec: {containers: [{name: c, image: " + image + "}]}}}}");
    }

    private static V1ConfigMap configMap(String name, String version, String value) {
        return Manifests.read(
                V1ConfigMap.class,
                "{metadata: {namespace: ns, name: " + name + ", resourceVersion: '" + version + "'}, data: {k: " + value
                        + "}}");
    }

    private static SeenNode node(String name, String allocatable, String version) {
        String json = Manifests.json("{metadata: {name: " + name + ", resourceVersion: '" + version
                        + "'}, status: {allocatable: {" + allocatable + "}}}")
                .toString();
        try {
            return SeenNode.read(new JsonReader(new StringReader(json)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
