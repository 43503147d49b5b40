package dev.inferno.operator.kube;

import dev.inferno.operator.api.VariantAutoscaling;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which changes of the cluster ask for a decision before the next one is due. Status alone never does, nor does what
 * an informer repeats after it listed again.
 */
final class ChangeFeed {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final BooleanSupplier synced;

    ChangeFeed(BooleanSupplier synced) {
        this.synced = synced;
    }

    void addListener(Consumer<String> listener) {
        listeners.add(listener);
    }

    ResourceEventHandler<VariantAutoscaling> variants(Predicate<VariantAutoscaling> handled) {
        return new Handler<>("VariantAutoscaling", handled, ChangeFeed::variantChange);
    }

    /** Only Deployments that a variant names: {@code targeted} gets {@code namespace/name}. */
    ResourceEventHandler<V1Deployment> deployments(Predicate<String> targeted) {
        return new Handler<>("Deployment", deployment -> targeted.test(name(deployment)), ChangeFeed::deploymentChange);
    }

    ResourceEventHandler<SeenNode> nodes() {
        return new Handler<>("Node", node -> NodeTranslator.hasDevices(node.facts()), ChangeFeed::nodeChange);
    }

    ResourceEventHandler<V1ConfigMap> configMaps() {
        return new Handler<>(
                "ConfigMap",
                ChangeFeed::isConfiguration,
                (before, now) -> Objects.equals(before.getData(), now.getData()) ? null : "changed");
    }

    /** Tells of each version of an object, the last one too. */
    static <T extends KubernetesObject> ResourceEventHandler<T> each(Consumer<T> listener) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                listener.accept(object);
            }

            @Override
            public void onUpdate(T before, T now) {
                listener.accept(now);
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {
                listener.accept(object);
            }
        };
    }

    /** Our own memory, and what Kubernetes puts into every namespace, configure nothing. */
    private static boolean isConfiguration(V1ConfigMap map) {
        String name =
                map.getMetadata() == null ? "" : Lists.orEmpty(map.getMetadata().getName());
        return !name.startsWith(ConfigMapMemoryStore.PREFIX) && !name.equals("kube-root-ca.crt");
    }

    static @Nullable String variantChange(VariantAutoscaling before, VariantAutoscaling now) {
        V1ObjectMeta old = before.getMetadata();
        V1ObjectMeta current = now.getMetadata();
        if (!Objects.equals(old.getGeneration(), current.getGeneration())) {
            return "spec changed";
        }
        if (differs(before, now, v -> VariantTranslator.annotation(v, VariantAutoscaling.ANNOTATION_TRIGGER))) {
            return "was triggered";
        }
        if (differs(before, now, v -> VariantTranslator.annotation(v, VariantAutoscaling.ANNOTATION_PAUSED))) {
            return "was paused or resumed";
        }
        if (differs(before, now, v -> VariantTranslator.label(v, VariantAutoscaling.LABEL_ACCELERATOR))
                || differs(
                        before, now, v -> VariantTranslator.label(v, VariantAutoscaling.LABEL_CONTROLLER_INSTANCE))) {
            return "labels changed";
        }
        return null;
    }

    private static <T> boolean differs(T before, T now, Function<T, @Nullable Object> of) {
        return !Objects.equals(of.apply(before), of.apply(now));
    }

    /** A scaling changes spec.replicas only, so ours do not come back to us. */
    static @Nullable String deploymentChange(V1Deployment before, V1Deployment now) {
        return Objects.equals(template(before), template(now)) ? null : "pod template changed";
    }

    private static @Nullable V1PodTemplateSpec template(V1Deployment deployment) {
        return deployment.getSpec() == null ? null : deployment.getSpec().getTemplate();
    }

    private static @Nullable String nodeChange(SeenNode before, SeenNode now) {
        return before.facts().equals(now.facts()) ? null : "labels, taints, readiness or resources changed";
    }

    private static String name(KubernetesObject object) {
        V1ObjectMeta metadata = object.getMetadata();
        String name = Lists.orEmpty(metadata.getName());
        return metadata.getNamespace() == null ? name : metadata.getNamespace() + "/" + name;
    }

    private void tell(String reason) {
        if (!synced.getAsBoolean()) {
            return;
        }
        LOG.debug("Change: {}", reason);
        listeners.forEach(listener -> listener.accept(reason));
    }

    /** Tells of creation, deletion and what a comparison calls a change, of the objects that matter. */
    private final class Handler<T extends KubernetesObject> implements ResourceEventHandler<T> {

        private final String kind;
        private final Predicate<T> matters;
        private final BiFunction<T, T, @Nullable String> change;

        Handler(String kind, Predicate<T> matters, BiFunction<T, T, @Nullable String> change) {
            this.kind = kind;
            this.matters = matters;
            this.change = change;
        }

        @Override
        public void onAdd(T object) {
            if (matters.test(object)) {
                tell(kind + " " + name(object) + " was created");
            }
        }

        @Override
        public void onUpdate(T before, T now) {
            String version = before.getMetadata().getResourceVersion();
            boolean repeated =
                    version != null && version.equals(now.getMetadata().getResourceVersion());
            if (repeated || !(matters.test(before) || matters.test(now))) {
                return;
            }
            String what = change.apply(before, now);
            if (what != null) {
                tell(kind + " " + name(now) + ": " + what);
            }
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            if (matters.test(object)) {
                tell(kind + " " + name(object) + " was deleted");
            }
        }
    }
}
