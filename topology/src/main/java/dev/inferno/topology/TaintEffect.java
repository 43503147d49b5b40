package dev.inferno.topology;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a taint does to pods that do not tolerate it. {@link #PREFER_NO_SCHEDULE} never excludes a node. */
public enum TaintEffect {
    NO_SCHEDULE("NoSchedule"),
    PREFER_NO_SCHEDULE("PreferNoSchedule"),
    NO_EXECUTE("NoExecute");

    /** All of them by the name that Kubernetes gives them. */
    public static final Map<String, TaintEffect> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(TaintEffect::written, Function.identity()));

    private final String written;

    TaintEffect(String written) {
        this.written = written;
    }

    /** As Kubernetes writes it. */
    public String written() {
        return written;
    }
}
