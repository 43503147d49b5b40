/**
 * The Kubernetes side: informers and their translation to the core's records, the actuator, status, events, memory and
 * leader election. Kubernetes' own models end here.
 *
 * <p>{@link dev.inferno.operator.kube.ClusterView} reads; everything that writes goes through one class that asks the
 * {@link dev.inferno.operator.kube.Fence} first and sends a resourceVersion along, so that a write delayed beyond this
 * replica's lease cannot undo what its successor did. Two API clients are used: watches never time out, requests always do.
 */
@NullMarked
package dev.inferno.operator.kube;

import org.jspecify.annotations.NullMarked;
