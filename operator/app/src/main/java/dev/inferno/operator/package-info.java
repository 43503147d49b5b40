@NullMarked
package dev.inferno.operator;

import org.jspecify.annotations.NullMarked;
