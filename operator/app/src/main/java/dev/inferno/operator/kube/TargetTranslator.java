package dev.inferno.operator.kube;

import dev.inferno.operator.api.VariantAutoscaling;
import dev.inferno.operator.api.VariantAutoscalingSpec.ScaleTargetRef;
import dev.inferno.snapshot.RollingUpdate;
import dev.inferno.snapshot.Target;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1DeploymentSpec;
import io.kubernetes.client.openapi.models.V1DeploymentStatus;
import io.kubernetes.client.openapi.models.V1DeploymentStrategy;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1RollingUpdateDeployment;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The workload of a variant to {@link Target}. */
final class TargetTranslator {

    private static final Comparator<VariantAutoscaling> OLDEST_FIRST = Comparator.comparing(TargetTranslator::created)
            .thenComparing(variant -> Lists.orEmpty(variant.getMetadata().getName()));

    private TargetTranslator() {}

    /** Name of the workload: the one given, else the variant's own. */
    static String name(VariantAutoscaling variant) {
        ScaleTargetRef ref = VariantTranslator.specOf(variant).scaleTargetRef();
        String own = Lists.orEmpty(variant.getMetadata().getName());
        return ref == null || ref.name() == null ? own : ref.name();
    }

    /** Kind and API version as the user wrote them when it is no Deployment, else null. */
    static @Nullable String unsupportedKind(VariantAutoscaling variant) {
        ScaleTargetRef ref = VariantTranslator.specOf(variant).scaleTargetRef();
        if (ref == null) {
            return null;
        }
        String kind = ref.kind() == null ? "Deployment" : ref.kind();
        String apiVersion = ref.apiVersion() == null ? "apps/v1" : ref.apiVersion();
        if (kind.equals("Deployment") && apiVersion.equals("apps/v1")) {
            return null;
        }
        return apiVersion.equals("apps/v1") ? kind : kind + " of " + apiVersion;
    }

    /** For each Deployment, as {@code namespace/name}, the variant that acts: the oldest one that names it. */
    static Map<String, VariantAutoscaling> owners(Collection<VariantAutoscaling> variants) {
        Map<String, VariantAutoscaling> owners = new HashMap<>();
        for (VariantAutoscaling variant : variants) {
            if (unsupportedKind(variant) == null && variant.getMetadata().getDeletionTimestamp() == null) {
                String deployment = variant.getMetadata().getNamespace() + "/" + name(variant);
                owners.merge(deployment, variant, (a, b) -> OLDEST_FIRST.compare(a, b) <= 0 ? a : b);
            }
        }
        return owners;
    }

    static Instant created(VariantAutoscaling variant) {
        var created = variant.getMetadata().getCreationTimestamp();
        return created == null ? Instant.EPOCH : created.toInstant();
    }

    static Target target(
            VariantAutoscaling variant,
            @Nullable V1Deployment deployment,
            @Nullable VariantAutoscaling owner,
            @Nullable String externalScaler) {
        String name = name(variant);
        String unsupported = unsupportedKind(variant);
        if (unsupported != null) {
            return new Target.UnsupportedKind(unsupported, name);
        }
        if (deployment == null) {
            return new Target.NotFound(name);
        }
        if (owner != null
                && !Objects.equals(
                        owner.getMetadata().getName(), variant.getMetadata().getName())) {
            return new Target.Claimed(
                    name,
                    owner.getMetadata().getNamespace() + "/"
                            + owner.getMetadata().getName());
        }
        return found(name, deployment, externalScaler);
    }

    private static Target.Found found(String name, V1Deployment deployment, @Nullable String externalScaler) {
        V1ObjectMeta metadata = Objects.requireNonNull(deployment.getMetadata(), "Deployment without metadata");
        V1DeploymentSpec spec = Objects.requireNonNull(deployment.getSpec(), "Deployment without spec");
        V1DeploymentStatus status = deployment.getStatus() == null ? new V1DeploymentStatus() : deployment.getStatus();
        Steering steering = Steering.noted(deployment);
        return new Target.Found(
                name,
                Lists.orEmpty(metadata.getResourceVersion()),
                spec.getReplicas() == null ? 1 : spec.getReplicas(),
                orZero(status.getReplicas()),
                orZero(status.getReadyReplicas()),
                PodShapes.of(Lists.orEmpty(metadata.getNamespace()), spec.getTemplate()),
                externalScaler,
                steering != null && steering.isIn(deployment) ? steering.accelerator() : null,
                rolloutRunning(metadata, status),
                strategy(spec.getStrategy()),
                ServerArguments.of(deployment).maxNumSeqs(),
                claims(spec.getTemplate().getSpec()));
    }

    private static List<String> claims(@Nullable V1PodSpec pod) {
        return pod == null
                ? List.of()
                : Lists.orEmpty(pod.getResourceClaims()).stream()
                        .map(claim -> Lists.orEmpty(claim.getName()))
                        .toList();
    }

    private static RollingUpdate strategy(@Nullable V1DeploymentStrategy strategy) {
        if (strategy != null && "Recreate".equals(strategy.getType())) {
            return RollingUpdate.RECREATE;
        }
        V1RollingUpdateDeployment bounds = strategy == null ? null : strategy.getRollingUpdate();
        return bounds == null
                ? RollingUpdate.DEFAULT
                : new RollingUpdate(
                        orDefault(bounds.getMaxSurge(), RollingUpdate.DEFAULT.maxSurge()),
                        orDefault(bounds.getMaxUnavailable(), RollingUpdate.DEFAULT.maxUnavailable()));
    }

    private static String orDefault(@Nullable IntOrString bound, String otherwise) {
        return bound == null ? otherwise : bound.toString();
    }

    /** Also while the Deployment controller has not seen the newest spec: its counts then speak of the old one. */
    private static boolean rolloutRunning(V1ObjectMeta metadata, V1DeploymentStatus status) {
        return !observed(metadata, status) || orZero(status.getUpdatedReplicas()) < orZero(status.getReplicas());
    }

    private static boolean observed(V1ObjectMeta metadata, V1DeploymentStatus status) {
        long generation = metadata.getGeneration() == null ? 0 : metadata.getGeneration();
        long observed = status.getObservedGeneration() == null ? 0 : status.getObservedGeneration();
        return observed >= generation;
    }

    /** Whether it has more pods than it asks for, or nobody has looked yet. */
    static boolean scalesIn(@Nullable V1Deployment deployment) {
        if (deployment == null) {
            return false;
        }
        V1DeploymentSpec spec = Objects.requireNonNull(deployment.getSpec(), "Deployment without spec");
        V1DeploymentStatus status = deployment.getStatus() == null ? new V1DeploymentStatus() : deployment.getStatus();
        int replicas = spec.getReplicas() == null ? 1 : spec.getReplicas();
        return replicas < orZero(status.getReplicas())
                || !observed(Objects.requireNonNull(deployment.getMetadata()), status);
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
