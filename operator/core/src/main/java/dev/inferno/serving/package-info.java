@NullMarked
package dev.inferno.serving;

import org.jspecify.annotations.NullMarked;
