/**
 * Emulated vLLM: the servers of {@code dev.inferno.vllm} in real time behind the OpenAI API, with vLLM's metrics. Alone
 * (one server) or as a fleet (one server per Ready pod that carries the annotations). What goes on in a server is decided
 * in the core; here are clock, HTTP and the exposition of metrics. Entry: {@link dev.inferno.e2e.emulator.Emulator}.
 */
@NullMarked
package dev.inferno.e2e.emulator;

import org.jspecify.annotations.NullMarked;
