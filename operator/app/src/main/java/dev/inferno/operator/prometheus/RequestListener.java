package dev.inferno.operator.prometheus;

/** Is told of every request to Prometheus exactly once, on the thread that asked. */
@FunctionalInterface
public interface RequestListener {

    /** @param code HTTP status, or {@code timeout} or {@code error} when there was no whole answer */
    void requested(String code);
}
