/**
 * The exact engine: the plan as an integer program, solved by CP-SAT of OR-Tools. A module of its own, found by
 * {@link java.util.ServiceLoader}: its native libraries are larger than all the rest.
 */
@NullMarked
package dev.inferno.optimizer.exact;

import org.jspecify.annotations.NullMarked;
