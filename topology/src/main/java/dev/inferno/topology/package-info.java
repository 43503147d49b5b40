/**
 * Facts: what hardware a cluster has. Nodes, devices, products and links as immutable values, parsed from labels and
 * allocatable resources; one JGraphT graph per node shape. Nothing here decides anything; see {@code placement}.
 */
@NullMarked
package dev.inferno.topology;

import org.jspecify.annotations.NullMarked;
