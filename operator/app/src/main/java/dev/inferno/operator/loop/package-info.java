/**
 * When to decide: interval, triggers, debounce, back-off, leader gate.
 */
@NullMarked
package dev.inferno.operator.loop;

import org.jspecify.annotations.NullMarked;
