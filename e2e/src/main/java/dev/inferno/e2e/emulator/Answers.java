package dev.inferno.e2e.emulator;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The JSON of one completion, whole or chunk by chunk. Words of the answer are the same for every request. */
final class Answers {

    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
    private static final List<String> WORDS =
            List.of("the", "fire", "keeps", "burning", "through", "all", "nine", "rings");

    private record Usage(int prompt_tokens, int completion_tokens, int total_tokens) {}

    private record Message(String role, String content) {}

    private record ChatChoice(
            int index, Message message, @Nullable Object logprobs, String finish_reason) {}

    private record TextChoice(
            int index, String text, @Nullable Object logprobs, String finish_reason) {}

    private record Completion(String id, String object, long created, String model, List<?> choices, Usage usage) {}

    private record ModelCard(String id, String object, long created, String owned_by) {}

    private final CompletionRequest request;
    private final String id;
    private final long created;

    Answers(CompletionRequest request, long number) {
        this.request = request;
        this.id = (request.chat() ? "chatcmpl-" : "cmpl-") + number;
        this.created = System.currentTimeMillis() / 1000;
    }

    static String models(Collection<String> models) {
        List<ModelCard> cards = models.stream()
                .map(model -> new ModelCard(model, "model", System.currentTimeMillis() / 1000, "inferno-emulator"))
                .toList();
        return GSON.toJson(Map.of("object", "list", "data", cards));
    }

    String whole() {
        String text = IntStream.rangeClosed(1, request.outputTokens())
                .mapToObj(Answers::word)
                .collect(Collectors.joining());
        Object choice = request.chat()
                ? new ChatChoice(0, new Message("assistant", text), null, request.finishReason())
                : new TextChoice(0, text, null, request.finishReason());
        String object = request.chat() ? "chat.completion" : "text_completion";
        return GSON.toJson(new Completion(id, object, created, request.model(), List.of(choice), usage()));
    }

    /** Token {@code index}, from 1; the last one carries the finish reason. */
    String chunk(int index) {
        String word = GSON.toJson(word(index));
        String reason = index == request.outputTokens() ? "\"" + request.finishReason() + "\"" : "null";
        String role = index == 1 ? "\"role\":\"assistant\"," : "";
        String content = request.chat() ? "\"delta\":{" + role + "\"content\":" + word + "}" : "\"text\":" + word;
        return chunkHead() + "[{\"index\":0," + content + ",\"logprobs\":null,\"finish_reason\":" + reason + "}]}";
    }

    /** The chunk after the last token that {@code stream_options.include_usage} asks for. */
    String usageChunk() {
        return chunkHead() + "[],\"usage\":" + GSON.toJson(usage()) + "}";
    }

    private String chunkHead() {
        String object = request.chat() ? "chat.completion.chunk" : "text_completion";
        return "{\"id\":\"" + id + "\",\"object\":\"" + object + "\",\"created\":" + created + ",\"model\":"
                + GSON.toJson(request.model()) + ",\"choices\":";
    }

    private Usage usage() {
        int prompt = request.promptTokens();
        int output = request.outputTokens();
        return new Usage(prompt, output, prompt + output);
    }

    private static String word(int index) {
        return (index == 1 ? "" : " ") + WORDS.get((index - 1) % WORDS.size());
    }
}
