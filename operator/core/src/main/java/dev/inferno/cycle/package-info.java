/**
 * The cycle itself and the ports it needs. Read {@link dev.inferno.cycle.Cycle#run} first: it is the whole program.
 */
@NullMarked
package dev.inferno.cycle;

import org.jspecify.annotations.NullMarked;
