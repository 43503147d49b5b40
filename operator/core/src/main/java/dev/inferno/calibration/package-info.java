/**
 * What running servers teach about the coefficients of the iteration law: a small state, and its update by one window of
 * vLLM's own counters. Pure; entry type {@link dev.inferno.calibration.Calibration}.
 */
@NullMarked
package dev.inferno.calibration;

import org.jspecify.annotations.NullMarked;
