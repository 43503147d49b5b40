package dev.inferno.operator.kube;

/** Hears of every request to the API server, for metrics. Called on the requesting thread; must be quick. */
@FunctionalInterface
public interface ApiRequestListener {

    /** Nobody listens. */
    ApiRequestListener NONE = (verb, code) -> {};

    /**
     * One request has ended.
     *
     * @param verb Kubernetes' own word: get, list, watch, create, update, patch or delete
     * @param code HTTP status, 0 when there was no answer
     */
    void answered(String verb, int code);
}
