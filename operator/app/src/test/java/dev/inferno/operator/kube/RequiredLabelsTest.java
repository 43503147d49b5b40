package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which placement labels a template cannot do without. */
final class RequiredLabelsTest {

    private static final String CHAT = "placement.inferno.llmd.ai/team.chat";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | nodeSelector: {KEY: allow}
            true  | affinity: {nodeAffinity: {REQUIRED: {nodeSelectorTerms: [{matchExpressions: [{key: KEY, operator: In, values: [allow]}]}]}}}
            true  | affinity: {nodeAffinity: {REQUIRED: {nodeSelectorTerms: [{}, {matchExpressions: [{key: KEY, operator: Exists}]}]}}}
            false | affinity: {nodeAffinity: {REQUIRED: {nodeSelectorTerms: [{matchExpressions: [{key: KEY, operator: DoesNotExist}]}]}}}
            false | affinity: {nodeAffinity: {PREFERRED: [{weight: 1, preference: {matchExpressions: [{key: KEY, operator: Exists}]}}]}}
            false | nodeSelector: {zone: a, placement.inferno.llmd.ai/other.chat: allow}
            false | nodeSelector: {KEY: allowed}
            false | affinity: {nodeAffinity: {REQUIRED: {nodeSelectorTerms: [{matchExpressions: [{key: KEY, operator: In, values: [allowed]}]}]}}}
            false | hostNetwork: true
            """)
    void thoseOfItsOwnNamespaceThatMustBeThere(boolean required, String pod) {
        String spec = pod.replace("KEY", CHAT)
                .replace("REQUIRED", "requiredDuringSchedulingIgnoredDuringExecution")
                .replace("PREFERRED", "preferredDuringSchedulingIgnoredDuringExecution");
        var json = Manifests.json("{metadata: {name: chat, namespace: team}, spec: {selector: {}, template: {spec:"
                + " {containers: [], " + spec + "}}}}");
        V1Deployment deployment = JSON.getGson().fromJson(json, V1Deployment.class);

        assertEquals(required ? Set.of(CHAT) : Set.of(), RequiredLabels.of(deployment));
    }
}
