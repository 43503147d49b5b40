package dev.inferno.topology;

import java.util.List;
import org.jgrapht.Graph;

/**
 * What all nodes with the same devices have in common.
 *
 * @param islands groups of devices joined faster than by the host, a device without links alone
 */
record NodeShape(Graph<TopologyVertex, TopologyLink> graph, List<List<TopologyVertex>> islands) {}
