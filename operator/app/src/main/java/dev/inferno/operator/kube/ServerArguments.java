package dev.inferno.operator.kube;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of a Deployment's servers says of their limits: what a profile leaves open is taken from here.
 *
 * <p>Method: vLLM's flags, as {@code --flag N}, {@code --flag=N} or within one string of a shell, dashes or underscores; the last one
 * counts, as it does there. A value that is no whole number above 0, such as a variable, tells nothing.
 *
 * @param maxNumSeqs requests one server runs at a time
 * @param maxNumBatchedTokens token budget of one engine step
 */
record ServerArguments(
        @Nullable Integer maxNumSeqs, @Nullable Integer maxNumBatchedTokens) {

    static final ServerArguments NONE = new ServerArguments(null, null);

    static ServerArguments of(@Nullable V1Deployment deployment) {
        if (deployment == null
                || deployment.getSpec() == null
                || deployment.getSpec().getTemplate().getSpec() == null) {
            return NONE;
        }
        List<String> words = deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .flatMap(ServerArguments::words)
                .toList();
        return new ServerArguments(last(words, "--max-num-seqs"), last(words, "--max-num-batched-tokens"));
    }

    private static Stream<String> words(V1Container container) {
        return Stream.concat(
                        Lists.orEmpty(container.getCommand()).stream(), Lists.orEmpty(container.getArgs()).stream())
                .flatMap(argument -> Stream.of(argument.strip().split("[\\s=]+")));
    }

    private static @Nullable Integer last(List<String> words, String flag) {
        Integer found = null;
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).replace('_', '-').equals(flag)) {
                found = count(words.get(i + 1));
            }
        }
        return found;
    }

    private static @Nullable Integer count(String word) {
        return word.matches("[1-9][0-9]{0,8}") ? Integer.valueOf(word) : null;
    }
}
