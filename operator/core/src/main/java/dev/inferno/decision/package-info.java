/**
 * Plan x memory x policy to the next legal steps: actions, conditions, explanation and the next memory. Level-based: it
 * looks at what is, never at what it did. Pure.
 */
@NullMarked
package dev.inferno.decision;

import org.jspecify.annotations.NullMarked;
