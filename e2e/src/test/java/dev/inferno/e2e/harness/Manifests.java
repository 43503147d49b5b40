package dev.inferno.e2e.harness;

/** The objects scenarios apply, as a user would write them. */
final class Manifests {

    private Manifests() {}

    static String deployment(Scenario scenario, String name, String resource, int replicas) {
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
                        emulator.inferno.llmd.ai/law: base=20.58,decodeToken=0.41
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
                """.formatted(name, scenario.namespace(), replicas, scenario.model(), resource);
    }

    static String variant(Scenario scenario, String name, String model, String more) {
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
                      - {acc: A100, accCount: 1, law: legacy2025, alpha: "20.58", beta: "0.41", maxBatchSize: 4}
                %4$s""".formatted(name, scenario.namespace(), model, more.isBlank() ? "" : more.indent(2));
    }
}
