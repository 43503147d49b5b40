package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.operator.api.VariantAutoscaling;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.snapshot.AcceleratorPolicy;
import dev.inferno.snapshot.AcceleratorProfile;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.ScalingRules;
import dev.inferno.snapshot.ScalingRules.StepPolicy;
import dev.inferno.snapshot.VariantSpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VariantTranslatorTest {

    @Test
    void appliesTheDefaultsOfTheContract() {
        VariantSpec spec = spec("", "modelID: m");

        assertEquals(1, spec.minReplicas());
        assertNull(spec.maxReplicas());
        assertEquals(AcceleratorPolicy.OPTIMIZE, spec.acceleratorPolicy());
        assertEquals(PlacementMode.TEMPLATE, spec.placement());
        assertNull(spec.actuation());
        assertNull(spec.slo());
        assertNull(spec.variantCost());
        assertEquals(ScalingRules.DEFAULT, spec.scaleUp());
        assertFalse(spec.paused());
        assertEquals(List.of(), spec.problems());
    }

    @Test
    void theAcceleratorLabelKeepsTheAcceleratorAndThePodsWhereTheyAre() {
        VariantSpec spec = spec("labels: {inference.optimization/acceleratorName: A100}", "modelID: m");

        assertEquals("A100", spec.currentAccelerator());
        assertEquals(AcceleratorPolicy.KEEP, spec.acceleratorPolicy());
        assertEquals(PlacementMode.NONE, spec.placement());
    }

    @Test
    void readsEverythingThatIsGiven() {
        VariantSpec spec = spec("annotations: {inferno.llmd.ai/paused: 'true'}", """
                modelID: m
                sloClassRef: {name: premium-slo, key: opt-125m}
                slo: {ttft: 1.5s, itl: 24ms, tps: "0.5"}
                variantCost: "12.5"
                minReplicas: 0
                maxReplicas: 7
                acceleratorPolicy: Optimize
                actuation: {mode: Advise}
                placement: {mode: NodeLabels, strict: true}
                behavior:
                  scaleDown:
                    stabilizationWindowSeconds: 60
                    selectPolicy: Min
                    policies: [{type: Percent, value: 50, periodSeconds: 30}]
                """);

        assertEquals("premium-slo", spec.sloClass());
        assertEquals("opt-125m", spec.sloKey());
        assertEquals(new ServiceLevel(1500, 24, 0, 0.5, "p95", "mean"), spec.slo());
        assertEquals(12.5, spec.variantCost());
        assertEquals(0, spec.minReplicas());
        assertEquals(7, spec.maxReplicas());
        assertEquals(ActuationMode.ADVISE, spec.actuation());
        assertEquals(PlacementMode.STRICT_NODE_LABELS, spec.placement());
        assertEquals(
                new ScalingRules(
                        Duration.ofSeconds(60),
                        ScalingRules.SelectPolicy.MIN,
                        List.of(new StepPolicy(StepPolicy.Type.PERCENT, 50, Duration.ofSeconds(30)))),
                spec.scaleDown());
        assertTrue(spec.paused());
        assertEquals(List.of(), spec.problems());
    }

    @ParameterizedTest
    @CsvSource({"'\"10.0\"',", "'\"10\"',", "10,", "12,12", "'\"0\"',0"})
    void theCostEveryStoredObjectCarriesSaysNothing(String written, @Nullable Double expected) {
        assertEquals(
                expected, spec("", "{modelID: m, variantCost: " + written + "}").variantCost());
    }

    @Test
    void whatCannotBeReadIsNamedWithValueAndForm() {
        VariantSpec spec = spec("", """
                modelID: m
                slo: {ttft: 5 sec, percentile: p200}
                minReplicas: 3
                maxReplicas: 2
                placement: {mode: Magic}
                """);

        assertEquals(
                List.of(
                        "spec.slo.ttft (\"5 sec\") must be a duration: numbers with the units ms, s, m or h, such as"
                                + " 500ms or 1.5s",
                        "spec.slo.percentile (\"p200\") must be mean or a percentile from p50 to p99; p95 is used",
                        "spec.maxReplicas (2) must be at least spec.minReplicas (3); 3 is used",
                        "spec.placement.mode (\"Magic\") must be one of None, Template, NodeLabels, Gates"),
                spec.problems());
        assertEquals(PlacementMode.TEMPLATE, spec.placement());
    }

    @Test
    void theLawFollowsFromTheFieldsPresent() {
        assertEquals(
                new LatencyLaw.Legacy2025(20.58, 0.41),
                profile("{acc: A100, accCount: 1, alpha: '20.58', beta: '0.41', maxBatchSize: 4}")
                        .law());
        assertEquals(
                new LatencyLaw.Prefill2025(1, 2, 3, 5.4e-5),
                profile("{acc: A100, accCount: 1, maxBatchSize: 4, perfParms: {decodeParms: {alpha: '1', beta: '2'},"
                                + " prefillParms: {gamma: '3', delta: '5.4e-5'}}}")
                        .law());
        AcceleratorProfile ours =
                profile("{acc: H100, accCount: 4, kvTokens: 200000, iteration: {base: '8', decodeToken: '0.1'}}");
        assertEquals(new LatencyLaw.Iteration(8, 0.1, 0, 0), ours.law());
        assertEquals(4, ours.devices());
        assertEquals(200_000L, ours.kvTokens());
        assertNull(ours.problem());
    }

    @Test
    void ofSeveralLawsOneCountsAndTheRowSaysSo() {
        AcceleratorProfile profile =
                profile("{acc: A, accCount: 1, alpha: '1', beta: '2', iteration: {base: '8', decodeToken: '0.1'}}");

        assertEquals(new LatencyLaw.Iteration(8, 0.1, 0, 0), profile.law());
        assertEquals(
                "spec.modelProfile.accelerators[0] has several laws (iteration, alpha and beta); iteration counts",
                profile.problem());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{acc: A, accCount: 1} | has no coefficients",
                "{acc: A, accCount: 1, alpha: 'x', beta: '1', maxBatchSize: 1} | .alpha (\"x\") must be a decimal",
                "{acc: A, accCount: 1, alpha: '1', maxBatchSize: 1} | .beta is missing",
                "{acc: A, accCount: 1, law: chunked2026, alpha: '1', beta: '1'} | cannot be used by this version",
                "{acc: A, accCount: 1, law: iteration, alpha: '1', beta: '1'} | .iteration is missing",
            })
    void aRowThatCannotBeReadHasNoLawAndSaysWhy(String row, String problem) {
        AcceleratorProfile profile = profile(row);

        assertNull(profile.law());
        assertNotNull(profile.problem());
        assertTrue(profile.problem().contains(problem), profile.problem());
    }

    private static AcceleratorProfile profile(String row) {
        return spec("", "{modelID: m, modelProfile: {accelerators: [" + row + "]}}")
                .accelerators()
                .getFirst();
    }

    private static VariantSpec spec(String metadata, String spec) {
        VariantAutoscaling variant = Manifests.read(
                VariantAutoscaling.class, "metadata:\n  name: v\n" + metadata.indent(2) + "spec:\n" + spec.indent(2));
        return VariantTranslator.spec(variant);
    }
}
