package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.Taint;
import dev.inferno.topology.TaintEffect;
import io.kubernetes.client.openapi.models.V1Node;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NodeTranslatorTest {

    private static final String GPU_NODE = """
            metadata:
              name: gpu-1
              labels: {nvidia.com/gpu.product: NVIDIA-A100-PCIE-80GB}
              annotations: {big: text}
            spec:
              unschedulable: true
              taints:
              - {key: nvidia.com/gpu, effect: NoSchedule}
              - {key: future, effect: NeverHeardOf}
            status:
              allocatable: {cpu: 95500m, memory: 1Ki, pods: "110", nvidia.com/gpu: "8", attachable-volumes-x/y: "3"}
              conditions:
              - {type: MemoryPressure, status: "False"}
              - {type: Ready, status: "True"}
              images: [{names: [a]}]
            """;

    @Test
    void readsLabelsTaintsReadinessAndAllocatable() {
        NodeFacts facts = NodeTranslator.facts(Manifests.read(V1Node.class, GPU_NODE));

        assertEquals("gpu-1", facts.name());
        assertEquals("NVIDIA-A100-PCIE-80GB", facts.labels().get("nvidia.com/gpu.product"));
        assertEquals(List.of(new Taint("nvidia.com/gpu", "", TaintEffect.NO_SCHEDULE)), facts.taints());
        assertTrue(facts.unschedulable());
        assertTrue(facts.ready());
        assertFalse(facts.virtual());
        assertEquals(95_500, facts.allocatable().amount("cpu"));
        assertEquals(1024, facts.allocatable().amount("memory"));
        assertEquals(8, facts.allocatable().amount("nvidia.com/gpu"));
        assertTrue(NodeTranslator.hasDevices(facts));
    }

    @Test
    void aNodeThatJustRegisteredIsNotReadyAndHasNoDevices() {
        NodeFacts facts = NodeTranslator.facts(Manifests.read(V1Node.class, "metadata: {name: new}"));

        assertFalse(facts.ready());
        assertFalse(NodeTranslator.hasDevices(facts));
    }
}
