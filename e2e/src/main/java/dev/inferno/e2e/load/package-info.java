/**
 * Load generator: an open loop over the OpenAI API. Start times are fixed by rate steps, mode and seed before any answer
 * is seen. Entry: {@link dev.inferno.e2e.load.LoadMain}.
 */
@NullMarked
package dev.inferno.e2e.load;

import org.jspecify.annotations.NullMarked;
