/**
 * The commands of the command line that need no running operator, and those that ask one.
 */
@NullMarked
package dev.inferno.operator.cli;

import org.jspecify.annotations.NullMarked;
