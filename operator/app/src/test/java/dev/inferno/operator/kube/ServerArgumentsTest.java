package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.operator.api.VariantAutoscaling;
import dev.inferno.snapshot.AcceleratorProfile;
import io.kubernetes.client.openapi.models.V1Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerArgumentsTest {

    private static ServerArguments of(String containers) {
        return ServerArguments.of(Manifests.read(
                V1Deployment.class, "spec: {selector: {}, template: {spec: {containers: [" + containers + "]}}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: c, args: [serve, m, --max-num-seqs, '64', --max-num-batched-tokens, '2048']}",
                "{name: c, args: [serve, m, --max-num-seqs=64, --max-num-batched-tokens=2048]}",
                "{name: c, command: [vllm, serve, m, --max_num_seqs, '64'], args: ['--max_num_batched_tokens', '2048']}",
                "{name: c, command: [sh, -c, 'exec vllm serve m --max-num-seqs 64 --max-num-batched-tokens=2048']}",
                "{name: c, args: [--port, '8080']}, {name: c, args: [--max-num-seqs, '8', --max-num-seqs, '64', --max-num-batched-tokens, '2048']}"
            })
    void limitsAreReadInEveryFormOfACommandLine(String containers) {
        assertEquals(new ServerArguments(64, 2048), of(containers));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: c}",
                "{name: c, args: [serve, m, --max-num-seqs]}",
                "{name: c, args: [--max-num-seqs, $(SEQS), --max-num-batched-tokens, '0']}",
                "{name: c, args: [--max-num-seqs=-4, --max-num-batched-tokens, '12345678901']}",
                "{name: c, args: [--max-num-seqs-total, '4']}"
            })
    void whatIsNoCountTellsNothing(String containers) {
        assertEquals(ServerArguments.NONE, of(containers));
        assertEquals(ServerArguments.NONE, ServerArguments.of(null));
    }

    @Test
    void aProfileTakesFromThemWhatItLeavesOpen() {
        var servers = new ServerArguments(64, 2048);

        AcceleratorProfile open = profile("{acc: A, accCount: 1, alpha: '7', beta: '0.1'}", servers);
        assertEquals(64, open.maxBatchSize());
        assertEquals(2048, open.maxBatchedTokens());
        assertNull(open.problem());

        AcceleratorProfile given = profile(
                "{acc: A, accCount: 1, alpha: '7', beta: '0.1', maxBatchSize: 8, maxBatchedTokens: 512}", servers);
        assertEquals(8, given.maxBatchSize());
        assertEquals(512, given.maxBatchedTokens());

        String problem = profile("{acc: A, accCount: 1, alpha: '7', beta: '0.1'}", ServerArguments.NONE)
                .problem();
        assertNotNull(problem);
        assertTrue(problem.contains("no --max-num-seqs"), problem);
    }

    private static AcceleratorProfile profile(String row, ServerArguments servers) {
        VariantAutoscaling variant = Manifests.read(
                VariantAutoscaling.class,
                "{metadata: {name: v}, spec: {modelID: m, modelProfile: {accelerators: [" + row + "]}}}");
        return VariantTranslator.spec(variant, servers).accelerators().getFirst();
    }
}
