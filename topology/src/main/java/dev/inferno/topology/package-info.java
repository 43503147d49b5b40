@NullMarked
package dev.inferno.topology;

import org.jspecify.annotations.NullMarked;
