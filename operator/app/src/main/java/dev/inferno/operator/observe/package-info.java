/**
 * Makes the operator visible: metrics, health, decisions over HTTP, and log lines as JSON. Decides nothing.
 */
@NullMarked
package dev.inferno.operator.observe;

import org.jspecify.annotations.NullMarked;
