package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.operator.api.VariantAutoscaling;
import dev.inferno.snapshot.Target;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetTranslatorTest {

    @ParameterizedTest
    @CsvSource({
        "'',chat,",
        "'{name: other}',other,",
        "'{name: other, kind: Deployment, apiVersion: apps/v1}',other,",
        "'{name: other, kind: StatefulSet}',other,StatefulSet",
        "'{name: other, apiVersion: extensions/v1beta1}',other,Deployment of extensions/v1beta1"
    })
    void theTargetIsADeploymentWithTheVariantsNameUnlessSaidOtherwise(
            String ref, String name, @Nullable String unsupported) {
        VariantAutoscaling variant = variant("chat", "2026-01-01T00:00:00Z", ref);

        assertEquals(name, TargetTranslator.name(variant));
        assertEquals(unsupported, TargetTranslator.unsupportedKind(variant));
    }

    @Test
    void theOlderOfTwoVariantsActsAndTiesGoByName() {
        VariantAutoscaling old = variant("z-old", "2025-01-01T00:00:00Z", "{name: d}");
        VariantAutoscaling young = variant("a-young", "2026-01-01T00:00:00Z", "{name: d}");
        VariantAutoscaling twin = variant("b-twin", "2026-01-01T00:00:00Z", "{name: d}");

        var owners = TargetTranslator.owners(List.of(twin, young, old));
        var twins = TargetTranslator.owners(List.of(twin, young));

        assertEquals(Map.of("ns/d", old), owners);
        assertEquals(Map.of("ns/d", young), twins);
        assertEquals(
                new Target.Claimed("d", "ns/z-old"), TargetTranslator.target(young, deployment(1, 1, 1, 1), old, null));
        assertInstanceOf(Target.Found.class, TargetTranslator.target(old, deployment(1, 1, 1, 1), old, null));
    }

    @Test
    void aMissingDeploymentIsNotFound() {
        VariantAutoscaling variant = variant("chat", "2026-01-01T00:00:00Z", "");

        assertEquals(new Target.NotFound("chat"), TargetTranslator.target(variant, null, variant, null));
    }

    @Test
    void aRolloutRunsUntilEveryPodHasTheNewestTemplate() {
        assertFalse(found(deployment(2, 2, 3, 3)).rolloutRunning());
        assertTrue(found(deployment(2, 2, 3, 2)).rolloutRunning());
        assertTrue(found(deployment(3, 2, 3, 3)).rolloutRunning());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`args: [serve, m, --max-num-seqs, \"64\"]`,64",
                "`args: [--max-num-seqs=64, --port, \"8000\"]`,64",
                "`command: [sh, -c, \"exec vllm serve m --max-num-seqs 64 --port 8000\"]`,64",
                "`args: [--max_num_seqs, \"64\"]`,64",
                "`args: [--max-num-seqs, $(SEQS)]`,",
                "`args: [--max-num-seqs, \"0\"]`,",
                "`args: [--max-num-seqs-x, \"64\"]`,",
                "`image: i`,"
            })
    void theBatchLimitIsThatOfTheServersArguments(String container, @Nullable Integer limit) {
        V1PodTemplateSpec template = Manifests.read(
                V1PodTemplateSpec.class, "{spec: {containers: [{name: sidecar}, {name: vllm, " + container + "}]}}");

        assertEquals(limit, ServerArguments.maxNumSeqs(template));
    }

    @Test
    void namesTheScaledObjectRatherThanTheAutoscalerItMade() {
        V2HorizontalPodAutoscaler made = Manifests.read(V2HorizontalPodAutoscaler.class, """
                metadata: {namespace: ns, name: keda-hpa-so}
                spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: d}}
                """);
        ScaledObject object = Manifests.read(
                ScaledObject.class, "{metadata: {namespace: ns, name: so}, spec: {scaleTargetRef: {name: d}}}");

        assertEquals(
                Map.of("ns/d", "HorizontalPodAutoscaler/keda-hpa-so"),
                ExternalScalers.byDeployment(List.of(made), List.of()));
        assertEquals(Map.of("ns/d", "ScaledObject/so"), ExternalScalers.byDeployment(List.of(made), List.of(object)));
    }

    private static Target.Found found(V1Deployment deployment) {
        VariantAutoscaling variant = variant("d", "2026-01-01T00:00:00Z", "");
        return (Target.Found) TargetTranslator.target(variant, deployment, variant, null);
    }

    private static V1Deployment deployment(int generation, int observed, int pods, int updated) {
        return Manifests.read(V1Deployment.class, """
                metadata: {namespace: ns, name: d, resourceVersion: "7", generation: %d}
                spec: {replicas: 3, selector: {}, template: {spec: {containers: []}}}
                status: {observedGeneration: %d, replicas: %d, updatedReplicas: %d}
                """.formatted(generation, observed, pods, updated));
    }

    private static VariantAutoscaling variant(String name, String created, String ref) {
        String spec = ref.isEmpty() ? "{modelID: m}" : "{modelID: m, scaleTargetRef: " + ref + "}";
        return Manifests.read(
                VariantAutoscaling.class,
                "{metadata: {namespace: ns, name: " + name + ", creationTimestamp: '" + created + "'}, spec: " + spec
                        + "}");
    }
}
