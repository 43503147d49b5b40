package dev.inferno.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model of {@link FleetIT}: one VariantAutoscaling per pool it may run in. All servers are equally fast, so its load says how
 * many it needs, wherever they run.
 */
record FleetModel(String name, int priority, List<Pool> pools) {

    /** What one replica carries within the class, in requests/min of 50 + 128 tokens: the walkthrough's 0.421858 a second. */
    private static final double CARRIED_PER_MINUTE = 60 * 0.421858;

    /** Nodes of one vendor with four devices; a replica's devices divide them, so that whatever is free can be used. */
    enum Pool {
        NVIDIA("A100", 1),
        AMD("MI300X", 2),
        INTEL("G2", 4);

        static final int DEVICES_PER_NODE = 4;

        private final String accelerator;
        private final int devices;

        Pool(String accelerator, int devices) {
            this.accelerator = accelerator;
            this.devices = devices;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        int replicasPerNode() {
            return DEVICES_PER_NODE / devices;
        }
    }

    /** Of five variants each, one is alone in each pool and two share a model; one model in four matters most, one least. */
    static List<FleetModel> fleet(int variants) {
        List<FleetModel> models = new ArrayList<>();
        for (int i = 0; i < variants / 5; i++) {
            int priority = List.of(1, 5, 5, 10).get(i % 4);
            for (Pool pool : Pool.values()) {
                models.add(new FleetModel(pool.word() + "-" + i, priority, List.of(pool)));
            }
            models.add(new FleetModel("both-" + i, priority, List.of(Pool.NVIDIA, Pool.AMD)));
        }
        return models;
    }

    /** Name of the Deployment and its variant. */
    String variant(Pool pool) {
        return name + "-on-" + pool.word();
    }

    /** Requests/min for which so many replicas are needed, in the middle between one less and one more. */
    static double loadFor(int replicas) {
        return (replicas - 0.5) * CARRIED_PER_MINUTE;
    }

    /** Deployments and variants. */
    String manifest(String namespace, String controllerInstance) {
        StringBuilder manifest = new StringBuilder();
        for (Pool pool : pools) {
            manifest.append("""
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: %1$s, namespace: %2$s}
                    spec:
                      replicas: 1
                      selector: {matchLabels: {app: %1$s}}
                      template:
                        metadata: {labels: {app: %1$s, model: %3$s, pool: %4$s}}
                        spec:
                          nodeSelector: {scenario: %2$s}
                          containers:
                            - name: server
                              image: counted
                              resources:
                                requests: {cpu: 100m, %4$s.com/gpu: "%5$d"}
                                limits: {%4$s.com/gpu: "%5$d"}
                    ---
                    apiVersion: llmd.ai/v1alpha1
                    kind: VariantAutoscaling
                    metadata:
                      name: %1$s
                      namespace: %2$s
                      labels: {inference.optimization/acceleratorName: %6$s, wva.llmd.ai/controller-instance: %7$s}
                    spec:
                      modelID: %3$s
                      modelProfile:
                        accelerators:
                          - {acc: %6$s, accCount: %5$d, law: legacy2025, alpha: "20.58", beta: "0.41", maxBatchSize: 4}
                    """.formatted(
                    variant(pool), namespace, name, pool.word(), pool.devices, pool.accelerator, controllerInstance));
        }
        return manifest.toString();
    }
}
