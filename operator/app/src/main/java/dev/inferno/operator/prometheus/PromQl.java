package dev.inferno.operator.prometheus;

import java.time.Duration;
import java.util.stream.Collectors;

/** The queries. Values from outside are escaped twice: for the regular expression where one is used, and for the string. */
final class PromQl {

    private static final String REGEX_SPECIAL = "\\.+*?()|[]{}^$";

    private PromQl() {}

    /**
     * Raw samples of all series of a model that we read, in its namespace or without a namespace label. Which of the two
     * counts is decided by the reader, once per model.
     */
    static String modelSamples(String model, String namespace, Duration range) {
        return "{__name__=~\"" + VllmNames.ALL.stream().map(PromQl::regex).collect(Collectors.joining("|"))
                + "\",model_name=\"" + string(model) + "\",namespace=~\"" + regex(namespace) + "|\"}["
                + range.toMillis()
                + "ms]";
    }

    /** Whether any series of a model, of whatever tenant, carries a namespace label. */
    static String namespacesOf(String model) {
        return "count by (namespace) ({__name__=~\"" + VllmNames.RUNNING + "|" + VllmNames.COMPLETIONS
                + "\",model_name=\"" + string(model) + "\",namespace!=\"\"})";
    }

    /** Arrival counters of the gateways, all models at once. */
    static String gatewaySamples(Duration range) {
        return "{__name__=~\"" + String.join("|", VllmNames.GATEWAY_ARRIVALS) + "\"}[" + range.toMillis() + "ms]";
    }

    /** KV caches of all engines of all models: of the labels only those that tell their size. */
    static String kvCaches(Duration range) {
        return "min by (namespace,pod,engine,num_gpu_blocks,block_size,kv_cache_size_tokens) (last_over_time("
                + VllmNames.CACHE_CONFIG + "[" + range.toMillis() + "ms]))";
    }

    /** How many requests fell into each bucket of the two length histograms, by pod; label {@code length} tells which. */
    static String lengthBuckets(String model, String namespace, Duration range) {
        return lengthBuckets(model, namespace, range, VllmNames.PROMPT_LENGTH, "input") + " or "
                + lengthBuckets(model, namespace, range, VllmNames.ANSWER_LENGTH, "output");
    }

    private static String lengthBuckets(String model, String namespace, Duration range, String name, String length) {
        return "label_replace(sum by (pod,le) (increase(" + name + "_bucket{model_name=\"" + string(model)
                + "\",namespace=~\"" + regex(namespace) + "|\"}[" + range.toMillis() + "ms])),\"length\",\"" + length
                + "\",\"\",\"\")";
    }

    /** A value inside a double-quoted PromQL string. */
    static String string(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** A value taken literally inside a regular expression inside a double-quoted PromQL string. */
    static String regex(String value) {
        StringBuilder literal = new StringBuilder();
        for (char c : value.toCharArray()) {
            if (REGEX_SPECIAL.indexOf(c) >= 0) {
                literal.append('\\');
            }
            literal.append(c);
        }
        return string(literal.toString());
    }
}
