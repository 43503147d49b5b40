/**
 * What Prometheus knows of the model servers: a thin query client and the reading of load from vLLM's own metrics.
 *
 * <p>One request per model fetches the raw samples of all its series over a few minutes. Rates, resets, ages and scrape
 * intervals are then worked out here, from the samples' own times, instead of trusting {@code rate()} over series whose
 * pods may be gone. Entry types: {@link dev.inferno.operator.prometheus.LoadReader},
 * {@link dev.inferno.operator.prometheus.PrometheusClient}, {@link dev.inferno.operator.prometheus.PrometheusGate}.
 */
@NullMarked
package dev.inferno.operator.prometheus;

import org.jspecify.annotations.NullMarked;
