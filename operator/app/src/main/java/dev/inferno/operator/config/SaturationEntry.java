package dev.inferno.operator.config;

import dev.inferno.snapshot.SaturationThresholds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the ConfigMap of saturation control, as written.
 *
 * @param given the thresholds it names
 * @param idle the fields it names that have no effect here
 */
record SaturationEntry(
        String key,
        @Nullable String modelId,
        @Nullable String namespace,
        Map<String, Double> given,
        List<String> idle) {

    /** Key of the entry that is meant for all models. */
    static final String DEFAULT = "default";

    private static final String KV = "kvCacheThreshold";
    private static final String QUEUE = "queueLengthThreshold";
    private static final String KV_SPARE = "kvSpareTrigger";
    private static final String QUEUE_SPARE = "queueSpareTrigger";
    private static final List<String> PARTS = List.of(KV, KV_SPARE);
    private static final List<String> LENGTHS = List.of(QUEUE, QUEUE_SPARE);
    private static final Set<String> IDLE =
            Set.of("enableLimiter", "analyzerName", "scaleUpThreshold", "scaleDownBoundary");
    private static final Set<String> KNOWN = Set.of(
            "model_id",
            "namespace",
            KV,
            QUEUE,
            KV_SPARE,
            QUEUE_SPARE,
            "enableLimiter",
            "analyzerName",
            "scaleUpThreshold",
            "scaleDownBoundary");

    SaturationEntry {
        given = Map.copyOf(given);
        idle = List.copyOf(idle);
    }

    /** @throws BadValue naming the field, its value and what is allowed */
    static SaturationEntry parse(String key, String text, @Nullable SaturationEntry previous, List<String> complaints) {
        Fields fields = Fields.of(YamlText.mapping(text), KNOWN);
        String modelId = fields.optionalText("model_id");
        String namespace = fields.optionalText("namespace");
        if (!key.equals(DEFAULT) && modelId == null && namespace == null) {
            throw new BadValue("model_id is missing; only entry " + DEFAULT + " is meant for all models");
        }
        if (key.equals(DEFAULT) && (modelId != null || namespace != null)) {
            throw new BadValue("entry " + DEFAULT
                    + " is meant for all models; give model_id and namespace in an entry with another key");
        }
        Map<String, Double> given = new TreeMap<>();
        PARTS.stream().filter(fields::has).forEach(name -> given.put(name, part(fields, name)));
        LENGTHS.stream().filter(fields::has).forEach(name -> given.put(name, fields.number(name)));
        List<String> idle = IDLE.stream().filter(fields::has).sorted().toList();
        return new SaturationEntry(key, modelId, namespace, given, idle);
    }

    private static double part(Fields fields, String name) {
        double value = fields.number(name);
        if (value > 1) {
            throw Fields.bad(name, value, "a part of the KV cache from 0 to 1, such as 0.8");
        }
        return value;
    }

    /**
     * With what it leaves out taken from others.
     *
     * @throws BadValue when a replica with nothing to do would lack spare: then there would never be enough of them
     */
    SaturationThresholds over(SaturationThresholds others) {
        var thresholds = new SaturationThresholds(
                modelId,
                namespace,
                given.getOrDefault(KV, others.kvCacheThreshold()),
                given.getOrDefault(QUEUE, others.queueLengthThreshold()),
                given.getOrDefault(KV_SPARE, others.kvSpareTrigger()),
                given.getOrDefault(QUEUE_SPARE, others.queueSpareTrigger()));
        spared(KV, thresholds.kvCacheThreshold(), KV_SPARE, thresholds.kvSpareTrigger());
        spared(QUEUE, thresholds.queueLengthThreshold(), QUEUE_SPARE, thresholds.queueSpareTrigger());
        return thresholds;
    }

    private static void spared(String threshold, double limit, String trigger, double spare) {
        if (limit <= 0 || spare > limit) {
            throw new BadValue(threshold + " is " + limit + " and " + trigger + " is " + spare + "; " + threshold
                    + " must be above 0 and " + trigger
                    + " no more than it, or an idle replica would already be too full");
        }
    }
}
