package dev.inferno.e2e.harness;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The objects scenarios apply, as a user would write them. */
final class Manifests {

    private Manifests() {}

    static String deployment(String namespace, String name, String resource, int replicas, String model, String law) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  replicas: %3$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata:
                      labels: {app: %1$s}
                      annotations:
                        emulator.inferno.llmd.ai/model: %4$s
                        emulator.inferno.llmd.ai/law: %6$s
                        emulator.inferno.llmd.ai/max-num-seqs: "4"
                        emulator.inferno.llmd.ai/ready-after: 1s
                    spec:
                      nodeSelector: {scenario: %2$s}
                      containers:
                        - name: server
                          image: emulated
                          resources:
                            requests: {cpu: 100m, %5$s: "1"}
                            limits: {%5$s: "1"}
                """.formatted(name, namespace, replicas, model, resource, law);
    }

    /** A server that runs for real, with a fake device, and the Service in front of it. */
    static String realServer(String namespace, String name, String model) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata:
                      labels: {app: %1$s}
                      annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8000"}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                        - name: server
                          image: inferno-autoscaler/emulator:0.1.0
                          args: [serve, --model, %3$s, --law, "base=20.58,decodeToken=0.41", --max-num-seqs, "4"]
                          ports: [{name: http, containerPort: 8000}]
                          readinessProbe: {httpGet: {path: /health, port: http}, periodSeconds: 1}
                          resources:
                            requests: {cpu: 20m, memory: 96Mi, nvidia.com/gpu: "1"}
                            limits: {nvidia.com/gpu: "1"}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  selector: {app: %1$s}
                  ports: [{name: http, port: 80, targetPort: http}]
                """.formatted(name, namespace, model);
    }

    static String variant(String namespace, String name, String model, String alpha, String beta, String more) {
        return """
                apiVersion: llmd.ai/v1alpha1
                kind: VariantAutoscaling
                metadata:
                  name: %1$s
                  namespace: %2$s
                  labels: {inference.optimization/acceleratorName: A100}
                spec:
                  modelID: %3$s
                  modelProfile:
                    accelerators:
                      - {acc: A100, accCount: 1, law: legacy2025, alpha: "%4$s", beta: "%5$s", maxBatchSize: 4}
                %6$s""".formatted(name, namespace, model, alpha, beta, more.isBlank() ? "" : more.indent(2));
    }

    static String profiledVariant(String namespace, String name, String model, double part) {
        String coefficients = String.format(
                Locale.ROOT,
                "{base: \"%f\", decodeToken: \"%f\", prefillToken: \"%f\", kvToken: \"%f\"}",
                20 * part,
                0.4 * part,
                0.02 * part,
                0.0001 * part);
        return """
                apiVersion: llmd.ai/v1alpha1
                kind: VariantAutoscaling
                metadata:
                  name: %1$s
                  namespace: %2$s
                  labels: {inference.optimization/acceleratorName: A100}
                spec:
                  modelID: %3$s
                  slo: {ttft: 600ms, itl: 26ms}
                  modelProfile:
                    accelerators:
                      - {acc: A100, accCount: 1, maxBatchSize: 16, iteration: %4$s}
                """.formatted(name, namespace, model, coefficients);
    }

    static String variantWithoutProfile(String namespace, String name, String model, String more) {
        return """
                apiVersion: llmd.ai/v1alpha1
                kind: VariantAutoscaling
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  modelID: %3$s
                %4$s""".formatted(name, namespace, model, more.isBlank() ? "" : more.indent(2));
    }

    static String choosingVariant(String namespace, String name, String model, List<String> accelerators) {
        String rows = accelerators.stream()
                .map(acc -> "{acc: %s, accCount: 1, law: legacy2025, alpha: \"20.58\", beta: \"0.41\", maxBatchSize: 4}"
                        .formatted(acc))
                .collect(Collectors.joining(", "));
        return """
                apiVersion: llmd.ai/v1alpha1
                kind: VariantAutoscaling
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  modelID: %3$s
                  acceleratorPolicy: Optimize
                  modelProfile:
                    accelerators: [%4$s]
                """.formatted(name, namespace, model, rows);
    }
}
