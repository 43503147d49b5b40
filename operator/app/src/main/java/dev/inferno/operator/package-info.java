/**
 * The program: {@code Main} and {@code Wiring}, the only place that says {@code new} for services.
 */
@NullMarked
package dev.inferno.operator;

import org.jspecify.annotations.NullMarked;
