/**
 * The custom resource {@code llmd.ai/v1alpha1 VariantAutoscaling} as Java types for client-java's Gson: names and forms are
 * exactly those of {@code crds/llmd.ai_variantautoscalings.yaml}, strings where the CRD has strings. Nothing here interprets
 * a value; {@code operator.kube} does.
 */
@NullMarked
package dev.inferno.operator.api;

import org.jspecify.annotations.NullMarked;
