package dev.inferno.operator.prometheus;

/** Prometheus could not be asked, or refused the question; the message names its address and the error. */
public final class PrometheusException extends Exception {

    private static final long serialVersionUID = 1L;

    PrometheusException(String message) {
        super(message);
    }

    PrometheusException(String message, Throwable cause) {
        super(message, cause);
    }
}
