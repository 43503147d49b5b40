/**
 * A vLLM server, iteration by iteration: waiting and running sets, batch limit, token budget, time per iteration from the
 * law. Discrete events in virtual time; the judge of the formulas in {@code queueing}, which it never uses.
 */
@NullMarked
package dev.inferno.vllm;

import org.jspecify.annotations.NullMarked;
