package dev.inferno.operator.prometheus;

import java.util.List;
import java.util.stream.Stream;

/** Names of the metrics read, as vLLM 0.8 to 0.33, its emulators and the gateways expose them. */
final class VllmNames {

    static final String RUNNING = "vllm:num_requests_running";
    static final String WAITING = "vllm:num_requests_waiting";
    /** Part of the KV cache in use, the present name first; both may be exposed at once. */
    static final List<String> KV_USAGE = List.of("vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc");

    /** Always 1; its labels are the configuration of the KV cache. */
    static final String CACHE_CONFIG = "vllm:cache_config_info";

    static final String COMPLETIONS = "vllm:request_success_total";
    static final String ARRIVALS = "vllm:request_arrival_total";
    static final String REJECTIONS = "vllm:admission_rejections_total";

    static final String PROMPT_TOKENS = "vllm:prompt_tokens_total";
    static final String ANSWER_TOKENS = "vllm:generation_tokens_total";
    /** Prompt and answer together; only the emulator of the originals has it. */
    static final String ALL_TOKENS = "vllm:tokens_total";

    /** Tokens looked for in the prefix cache, and those found there; names by age, the present one first. */
    static final List<String> PREFIX_QUERIES =
            List.of("vllm:prefix_cache_queries_total", "vllm:gpu_prefix_cache_queries_total");

    static final List<String> PREFIX_HITS = List.of("vllm:prefix_cache_hits_total", "vllm:gpu_prefix_cache_hits_total");

    static final String PROMPT_LENGTH = "vllm:request_prompt_tokens";
    static final String ANSWER_LENGTH = "vllm:request_generation_tokens";

    static final String TTFT = "vllm:time_to_first_token_seconds";
    static final String QUEUE_TIME = "vllm:request_queue_time_seconds";

    static final String PREFILL_TIME = "vllm:request_prefill_time_seconds";

    /** Inter-token latency by age of the name, the present one first: several are exposed at once, never add them. */
    static final List<String> ITL = List.of(
            "vllm:inter_token_latency_seconds",
            "vllm:time_per_output_token_seconds",
            "vllm:request_time_per_output_token_seconds");

    /** Those of them that are observed per token, so that their sum is time spent decoding. */
    static final List<String> TOKEN_GAPS = ITL.subList(0, 2);

    /** Arrivals counted before the servers, the present name first; both are emitted together, never add them. */
    static final List<String> GATEWAY_ARRIVALS =
            List.of("llm_d_epp_request_total", "inference_objective_request_total");

    /** Everything one request per model fetches: counters, gauges and the sums of histograms, no buckets. */
    static final List<String> ALL = Stream.concat(
                    Stream.of(
                            RUNNING,
                            WAITING,
                            COMPLETIONS,
                            ARRIVALS,
                            REJECTIONS,
                            PROMPT_TOKENS,
                            ANSWER_TOKENS,
                            ALL_TOKENS,
                            PREFIX_QUERIES.getFirst(),
                            PREFIX_QUERIES.getLast(),
                            PREFIX_HITS.getFirst(),
                            PREFIX_HITS.getLast(),
                            KV_USAGE.getFirst(),
                            KV_USAGE.getLast()),
                    Stream.concat(Stream.of(PROMPT_LENGTH, ANSWER_LENGTH, TTFT, QUEUE_TIME, PREFILL_TIME), ITL.stream())
                            .flatMap(histogram -> Stream.of(sum(histogram), count(histogram))))
            .toList();

    private VllmNames() {}

    static String sum(String histogram) {
        return histogram + "_sum";
    }

    static String count(String histogram) {
        return histogram + "_count";
    }
}
