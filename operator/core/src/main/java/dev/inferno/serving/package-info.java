/**
 * What a model server is and what is asked of it, as data: latency laws, token mix, limits, service level. No mathematics.
 */
@NullMarked
package dev.inferno.serving;

import org.jspecify.annotations.NullMarked;
