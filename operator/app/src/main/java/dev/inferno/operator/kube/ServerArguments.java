package dev.inferno.operator.kube;

import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the arguments of a vLLM server say, given one by one or as a line for a shell. */
final class ServerArguments {

    /** No batch is larger; more digits are a slip. */
    private static final Pattern MAX_NUM_SEQS = Pattern.compile("--max[-_]num[-_]seqs[ =][\"']?([0-9]{1,6})\\b");

    private ServerArguments() {}

    /** The batch limit; null = not given, and then vLLM's default depends on its version and device. */
    static @Nullable Integer maxNumSeqs(V1PodTemplateSpec template) {
        V1PodSpec spec = template.getSpec();
        String line = spec == null
                ? ""
                : spec.getContainers().stream()
                        .flatMap(container -> Stream.of(container.getCommand(), container.getArgs()))
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .collect(Collectors.joining(" "));
        return MAX_NUM_SEQS
                .matcher(line)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .filter(limit -> limit > 0)
                .findFirst()
                .orElse(null);
    }
}
