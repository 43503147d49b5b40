package dev.inferno.operator.prometheus;

import java.util.List;

/** Metric names, as the servers expose them; several names of one thing stand in the order in which they are believed. */
final class Names {

    static final String RUNNING = "vllm:num_requests_running";
    static final String WAITING = "vllm:num_requests_waiting";
    static final String COMPLETIONS = "vllm:request_success_total";
    static final String ARRIVALS = "vllm:request_arrival_total";
    static final String REJECTIONS = "vllm:admission_rejections_total";
    static final String QUEUE_TIME = "vllm:request_queue_time_seconds";
    static final String TTFT = "vllm:time_to_first_token_seconds";
    static final String PROMPT_HISTOGRAM = "vllm:request_prompt_tokens";
    static final String ANSWER_HISTOGRAM = "vllm:request_generation_tokens";
    static final String PROMPT_COUNTER = "vllm:prompt_tokens_total";
    static final String ANSWER_COUNTER = "vllm:generation_tokens_total";

    /** Prompt and answer together; only the originals' emulator has it. */
    static final String TOKENS_COUNTER = "vllm:tokens_total";

    /** One thing under three names; versions expose two at once, so the first with observations counts alone. */
    static final List<String> ITL = List.of(
            "vllm:inter_token_latency_seconds",
            "vllm:time_per_output_token_seconds",
            "vllm:request_time_per_output_token_seconds");

    /** Counted at the gateway, before any server can refuse. */
    static final List<String> GATEWAY_ARRIVALS =
            List.of("llm_d_epp_request_total", "inference_objective_request_total");

    private Names() {}

    /** Everything of a server in one selector: a regular expression over names. */
    static String serverPattern() {
        return "vllm:(num_requests_(running|waiting)|request_(success|arrival)_total|admission_rejections_total"
                + "|(prompt|generation)_tokens_total|tokens_total"
                + "|(request_queue_time|time_to_first_token|inter_token_latency|time_per_output_token"
                + "|request_time_per_output_token)_seconds_(sum|count)"
                + "|request_(prompt|generation)_tokens_(sum|count))";
    }

    /** A label value inside double quotes. */
    static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
