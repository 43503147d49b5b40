package dev.inferno.e2e.emulator;

/** Metric families exposed, in order of exposition. Names and types as vLLM has them; aliases say whose they are. */
enum Family {
    RUNNING("vllm:num_requests_running", "gauge", "Requests in execution batches."),
    WAITING("vllm:num_requests_waiting", "gauge", "Requests waiting to be processed."),
    KV_USAGE("vllm:kv_cache_usage_perc", "gauge", "KV cache usage; 1 is full."),
    GPU_KV_USAGE("vllm:gpu_cache_usage_perc", "gauge", "KV cache usage, name up to vLLM 0.10."),
    CACHE_CONFIG("vllm:cache_config_info", "gauge", "Cache configuration."),
    SUCCESS("vllm:request_success_total", "counter", "Finished requests by reason."),
    REJECTIONS("vllm:admission_rejections_total", "counter", "Requests refused at the door."),
    PROMPT_TOKENS("vllm:prompt_tokens_total", "counter", "Prompt tokens processed."),
    PREFIX_QUERIES("vllm:prefix_cache_queries_total", "counter", "Prompt tokens looked for in the prefix cache."),
    PREFIX_HITS("vllm:prefix_cache_hits_total", "counter", "Prompt tokens found in the prefix cache."),
    GENERATION_TOKENS("vllm:generation_tokens_total", "counter", "Answer tokens generated."),
    ARRIVALS("vllm:request_arrival_total", "counter", "Requests accepted; name of the originals' emulator."),
    REQUESTS("vllm:requests_count_total", "counter", "Requests accepted; name in the originals' sample queries."),
    TOKENS("vllm:tokens_total", "counter", "Prompt and answer tokens; name of the originals' emulator."),
    REQUEST_PROMPT("vllm:request_prompt_tokens", "histogram", "Prompt tokens per request."),
    REQUEST_GENERATION("vllm:request_generation_tokens", "histogram", "Answer tokens per request."),
    TTFT("vllm:time_to_first_token_seconds", "histogram", "Arrival to first token, waiting included."),
    ITL("vllm:inter_token_latency_seconds", "histogram", "Time between two tokens of a request."),
    TPOT("vllm:time_per_output_token_seconds", "histogram", "Time between two tokens, name up to vLLM 0.13."),
    REQUEST_TPOT("vllm:request_time_per_output_token_seconds", "histogram", "Mean time per token of a request."),
    QUEUE_TIME("vllm:request_queue_time_seconds", "histogram", "Time a request waited."),
    PREFILL_TIME("vllm:request_prefill_time_seconds", "histogram", "Start to first token."),
    DECODE_TIME("vllm:request_decode_time_seconds", "histogram", "First to last token."),
    E2E("vllm:e2e_request_latency_seconds", "histogram", "Arrival to last token."),
    GATEWAY_REQUESTS("inference_objective_request_total", "counter", "Requests at a gateway's endpoint picker.");

    private final String metric;
    private final String type;
    private final String help;

    Family(String metric, String type, String help) {
        this.metric = metric;
        this.type = type;
        this.help = help;
    }

    String metric() {
        return metric;
    }

    String header() {
        return "# HELP " + metric + " " + help + "\n# TYPE " + metric + " " + type + "\n";
    }
}
