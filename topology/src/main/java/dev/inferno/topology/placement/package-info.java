/**
 * Decisions about space: which replica fits on which node, what is free after all pods, and which resource binds when a
 * replica does not fit. A ledger is scratch state of one cycle; everything else is immutable.
 */
@NullMarked
package dev.inferno.topology.placement;

import org.jspecify.annotations.NullMarked;
