/**
 * Load x model x accelerator: turns a snapshot into serving groups, each one model's demand with the options of all its
 * variants. Pure.
 */
@NullMarked
package dev.inferno.analysis;

import org.jspecify.annotations.NullMarked;
