package dev.inferno.operator.prometheus;

/** Is told of every request to Prometheus. */
@FunctionalInterface
public interface RequestListener {

    /** @param code HTTP status, or {@code timeout} or {@code error} when none was received */
    void requested(String code);
}
