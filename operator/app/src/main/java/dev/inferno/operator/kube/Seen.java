package dev.inferno.operator.kube;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an object of which there are many.
 *
 * @param <F> its facts
 */
sealed interface Seen<F> extends KubernetesObject permits SeenNode, SeenPod {

    /** Empty for what has none. */
    String namespace();

    String name();

    @Nullable
    String resourceVersion();

    /** Null when it takes no part in anything any more. */
    @Nullable
    F facts();

    /** What could not be read, null if all could. The facts are without it then: the object is not absent, and not trusted. */
    @Nullable
    String problem();

    /** Made anew for each caller: informers need little of it, and rarely. */
    @Override
    default V1ObjectMeta getMetadata() {
        return new V1ObjectMeta()
                .namespace(namespace().isEmpty() ? null : namespace())
                .name(name())
                .resourceVersion(resourceVersion());
    }

    @Override
    default String getApiVersion() {
        return "v1";
    }
}
