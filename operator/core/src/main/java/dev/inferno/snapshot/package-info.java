/**
 * The one frozen input of a cycle: everything a decision may look at, its own memory and search budget included, so that the
 * same snapshot gives the same decision anywhere.
 */
@NullMarked
package dev.inferno.snapshot;

import org.jspecify.annotations.NullMarked;
