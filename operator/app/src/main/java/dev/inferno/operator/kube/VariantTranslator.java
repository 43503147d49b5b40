package dev.inferno.operator.kube;

import dev.inferno.operator.api.VariantAutoscaling;
import dev.inferno.operator.api.VariantAutoscalingSpec;
import dev.inferno.operator.api.VariantAutoscalingSpec.Behavior;
import dev.inferno.operator.api.VariantAutoscalingSpec.Policy;
import dev.inferno.operator.api.VariantAutoscalingSpec.Rules;
import dev.inferno.operator.api.VariantAutoscalingSpec.Slo;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.snapshot.AcceleratorPolicy;
import dev.inferno.snapshot.AcceleratorProfile;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.ScalingRules;
import dev.inferno.snapshot.ScalingRules.StepPolicy;
import dev.inferno.snapshot.VariantSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** VariantAutoscaling to {@link VariantSpec}: the contract's defaults that depend on the object alone are applied here. */
final class VariantTranslator {

    /** Every object stored by the Workload Variant Autoscaler carries this cost; it says nothing. */
    private static final double COST_OF_NOBODY = 10.0;

    private static final VariantAutoscalingSpec NOTHING = new VariantAutoscalingSpec(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    private VariantTranslator() {}

    static VariantSpec spec(VariantAutoscaling variant) {
        return spec(variant, ServerArguments.NONE);
    }

    /** @param servers what their command line says where the profile says nothing */
    static VariantSpec spec(VariantAutoscaling variant, ServerArguments servers) {
        VariantAutoscalingSpec spec = specOf(variant);
        FieldReader reader = new FieldReader();
        String accelerator = label(variant, VariantAutoscaling.LABEL_ACCELERATOR);
        AcceleratorPolicy policy = Objects.requireNonNullElse(
                reader.choice("spec.acceleratorPolicy", spec.acceleratorPolicy(), AcceleratorPolicy.class),
                accelerator != null ? AcceleratorPolicy.KEEP : AcceleratorPolicy.OPTIMIZE);
        String mode = spec.actuation() == null ? null : spec.actuation().mode();
        Behavior behavior = spec.behavior() == null ? new Behavior(null, null) : spec.behavior();
        if (spec.modelID() == null || spec.modelID().isEmpty()) {
            reader.problem("spec.modelID is missing: it names the model as the servers' metrics do");
        }
        return new VariantSpec(
                spec.modelID() == null ? "" : spec.modelID(),
                spec.sloClassRef() == null ? null : spec.sloClassRef().name(),
                spec.sloClassRef() == null ? null : spec.sloClassRef().key(),
                slo(spec.slo(), reader),
                accelerators(spec, servers),
                cost(spec, reader),
                reader.atLeast("spec.minReplicas", spec.minReplicas(), 0, 1),
                maxReplicas(spec, reader),
                rules("spec.behavior.scaleUp", behavior.scaleUp(), reader),
                rules("spec.behavior.scaleDown", behavior.scaleDown(), reader),
                policy,
                reader.choice("spec.actuation.mode", mode, ActuationMode.class),
                placement(spec, policy, reader),
                maxPending(spec, reader),
                accelerator,
                "true".equals(annotation(variant, VariantAutoscaling.ANNOTATION_PAUSED)),
                reader.problems());
    }

    static VariantAutoscalingSpec specOf(VariantAutoscaling variant) {
        return variant.getSpec() == null ? NOTHING : variant.getSpec();
    }

    static @Nullable String label(VariantAutoscaling variant, String name) {
        return Lists.orEmpty(variant.getMetadata().getLabels()).get(name);
    }

    static @Nullable String annotation(VariantAutoscaling variant, String name) {
        return Lists.orEmpty(variant.getMetadata().getAnnotations()).get(name);
    }

    private static @Nullable ServiceLevel slo(@Nullable Slo slo, FieldReader reader) {
        if (slo == null) {
            return null;
        }
        Double tps = reader.decimal("spec.slo.tps", slo.tps());
        return new ServiceLevel(
                reader.durationMillis("spec.slo.ttft", slo.ttft()),
                reader.durationMillis("spec.slo.itl", slo.itl()),
                0,
                tps == null ? 0 : tps,
                reader.percentile("spec.slo.percentile", slo.percentile(), "p95"),
                reader.percentile("spec.slo.itlPercentile", slo.itlPercentile(), "mean"));
    }

    private static List<AcceleratorProfile> accelerators(VariantAutoscalingSpec spec, ServerArguments servers) {
        var rows = spec.modelProfile() == null
                ? List.<VariantAutoscalingSpec.Accelerator>of()
                : Lists.orEmpty(spec.modelProfile().accelerators());
        List<AcceleratorProfile> profiles = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            profiles.add(ProfileTranslator.profile(i, rows.get(i), servers));
        }
        return profiles;
    }

    private static @Nullable Double cost(VariantAutoscalingSpec spec, FieldReader reader) {
        Double cost = reader.decimal("spec.variantCost", spec.variantCost());
        return cost == null || cost == COST_OF_NOBODY ? null : cost;
    }

    private static @Nullable Integer maxReplicas(VariantAutoscalingSpec spec, FieldReader reader) {
        Integer most = spec.maxReplicas();
        Integer least = spec.minReplicas();
        if (most == null) {
            return null;
        }
        if (least != null && most < least) {
            reader.problem("spec.maxReplicas (" + most + ") must be at least spec.minReplicas (" + least + "); " + least
                    + " is used");
            return least;
        }
        return reader.atLeast("spec.maxReplicas", most, 1, 1);
    }

    private static PlacementMode placement(VariantAutoscalingSpec spec, AcceleratorPolicy policy, FieldReader reader) {
        var placement = spec.placement();
        String mode = placement == null ? null : placement.mode();
        var modes = EnumSet.complementOf(EnumSet.of(PlacementMode.STRICT_NODE_LABELS));
        PlacementMode given = reader.choice("spec.placement.mode", mode, modes);
        if (given == PlacementMode.NODE_LABELS && placement != null && Boolean.TRUE.equals(placement.strict())) {
            return PlacementMode.STRICT_NODE_LABELS;
        }
        return Objects.requireNonNullElse(
                given, policy == AcceleratorPolicy.OPTIMIZE ? PlacementMode.TEMPLATE : PlacementMode.NONE);
    }

    private static int maxPending(VariantAutoscalingSpec spec, FieldReader reader) {
        var elastic = spec.placement() == null ? null : spec.placement().elastic();
        return reader.atLeast(
                "spec.placement.elastic.maxPendingReplicas",
                elastic == null ? null : elastic.maxPendingReplicas(),
                0,
                0);
    }

    private static ScalingRules rules(String at, @Nullable Rules rules, FieldReader reader) {
        if (rules == null) {
            return ScalingRules.DEFAULT;
        }
        Integer window = rules.stabilizationWindowSeconds();
        var select = reader.choice(at + ".selectPolicy", rules.selectPolicy(), ScalingRules.SelectPolicy.class);
        List<StepPolicy> steps = new ArrayList<>();
        List<Policy> policies = Lists.orEmpty(rules.policies());
        for (int i = 0; i < policies.size(); i++) {
            StepPolicy step = step(at + ".policies[" + i + "]", policies.get(i), reader);
            if (step != null) {
                steps.add(step);
            }
        }
        return new ScalingRules(
                window == null ? null : Duration.ofSeconds(window),
                Objects.requireNonNullElse(select, ScalingRules.SelectPolicy.MAX),
                steps);
    }

    private static @Nullable StepPolicy step(String at, Policy policy, FieldReader reader) {
        StepPolicy.Type type = reader.choice(at + ".type", policy.type(), StepPolicy.Type.class);
        Integer value = policy.value();
        Integer seconds = policy.periodSeconds();
        if (type == null || value == null || seconds == null) {
            reader.problem(at + " needs type, value and periodSeconds; it is left out");
            return null;
        }
        return new StepPolicy(type, value, Duration.ofSeconds(seconds));
    }
}
