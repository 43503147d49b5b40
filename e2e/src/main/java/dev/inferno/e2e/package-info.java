@NullMarked
package dev.inferno.e2e;

import org.jspecify.annotations.NullMarked;
