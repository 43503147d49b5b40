/** Benchmarks (JMH) of what a cycle spends its time on; {@code hack/bench} runs them. Not part of any image. */
@NullMarked
package dev.inferno.bench;

import org.jspecify.annotations.NullMarked;
