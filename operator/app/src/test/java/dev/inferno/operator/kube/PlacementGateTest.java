package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.stream.JsonReader;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1DeploymentSpec;
import io.kubernetes.client.openapi.models.V1PodSchedulingGate;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Our scheduling gate on pods and in templates. */
final class PlacementGateTest {

    private static final String OURS = "inferno.llmd.ai/placement";

    @Test
    void isReadFromThePodWithTheHostItMayGoTo() throws IOException {
        SeenPod gated = read("{metadata: {name: p}, spec: {containers: [], schedulingGates: [{name: x/y}, {name: "
                + OURS + "}], nodeSelector: {zone: a}}}");
        SeenPod pinned = read(
                "{metadata: {name: p}, spec: {containers: [], nodeSelector: {kubernetes.io/hostname: n1, zone: a}}}");

        assertEquals(new PlacementGate(List.of("x/y", OURS), null), gated.gate());
        assertTrue(gated.gate().isOurs());
        assertEquals(new PlacementGate(List.of(), "n1"), pinned.gate());
        assertFalse(pinned.gate().isOurs());
        assertEquals(
                PlacementGate.NONE,
                read("{metadata: {name: p}, spec: {containers: []}}").gate());
    }

    @Test
    void isOpenedForOneNodeOrForAnyAndLeavesOtherGates() {
        PlacementGate alone = new PlacementGate(List.of(OURS), null);
        PlacementGate beside = new PlacementGate(List.of("kueue.x-k8s.io/topology", OURS), null);

        assertEquals(
                "{\"metadata\":{\"resourceVersion\":\"8\"},\"spec\":{\"schedulingGates\":[],"
                        + "\"nodeSelector\":{\"kubernetes.io/hostname\":\"n1\"}}}",
                alone.opened("n1", "8").toString());
        assertEquals(
                "{\"metadata\":{\"resourceVersion\":\"8\"},\"spec\":{\"schedulingGates\":"
                        + "[{\"name\":\"kueue.x-k8s.io/topology\"}]}}",
                beside.opened(null, "8").toString());
    }

    @Test
    void isFoundInTheTemplateOfADeployment() {
        assertTrue(PlacementGate.isIn(deployment("x/y", OURS)));
        assertFalse(PlacementGate.isIn(deployment("x/y")));
        assertFalse(PlacementGate.isIn(deployment()));
    }

    private static V1Deployment deployment(String... gates) {
        V1PodSpec pod = new V1PodSpec()
                .schedulingGates(Stream.of(gates)
                        .map(name -> new V1PodSchedulingGate().name(name))
                        .toList());
        return new V1Deployment().spec(new V1DeploymentSpec().template(new V1PodTemplateSpec().spec(pod)));
    }

    private static SeenPod read(String manifest) throws IOException {
        return SeenPod.read(
                new JsonReader(new StringReader(Manifests.json(manifest).toString())));
    }
}
