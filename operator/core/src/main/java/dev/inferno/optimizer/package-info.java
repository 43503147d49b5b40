/**
 * Groups x capacity to one fleet plan: shares, replica counts and a node for every granted replica. A plan that does not
 * fit cannot be expressed. Pure, deterministic, anytime within a search budget counted in steps.
 */
@NullMarked
package dev.inferno.optimizer;

import org.jspecify.annotations.NullMarked;
