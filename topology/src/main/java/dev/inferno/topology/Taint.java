package dev.inferno.topology;

/** A taint of a node, as Kubernetes writes it; an absent value is the empty string. */
public record Taint(String key, String value, TaintEffect effect) {
    /** As kubectl prints it, such as {@code key=value:NoSchedule}. */
    public String written() {
        return key + (value.isEmpty() ? "" : "=" + value) + ":" + effect.written();
    }
}
