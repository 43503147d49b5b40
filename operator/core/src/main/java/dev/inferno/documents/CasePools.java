package dev.inferno.documents;

import static dev.inferno.documents.CaseNodes.require;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.snapshot.ElasticPools;
import dev.inferno.snapshot.NodePool;
import dev.inferno.topology.NodeFacts;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Elastic pools of a planning case, which knows no time: all of them are able. */
final class CasePools {

    private CasePools() {}

    static List<List<NodeFacts>> of(
            List<PlanningCase.NodePool> pools, List<NodeFacts> nodes, List<ServingGroup> groups) {
        Set<String> names = new HashSet<>();
        List<NodePool> read = pools.stream().map(pool -> pool(pool, names)).toList();
        long most = groups.stream()
                .flatMap(ServingGroup::sizable)
                .mapToLong(Sizable::maxPendingReplicas)
                .sum();
        return ElasticPools.promised(read, nodes, most);
    }

    private static NodePool pool(PlanningCase.NodePool pool, Set<String> names) {
        String path = "nodePools: " + pool.name();
        require(names.add(pool.name()), "nodePools: name " + pool.name() + " is given twice");
        require(!pool.selector().isEmpty(), path + ".selector is empty; give the labels by which its nodes are known");
        require(
                pool.maxNodes() >= 0 && pool.maxNodes() <= PlanningProblems.MOST,
                path + ".maxNodes (" + pool.maxNodes() + ") must be 0.." + PlanningProblems.MOST);
        Double cost = pool.costPerHour();
        return new NodePool(
                pool.name(),
                pool.selector(),
                pool.maxNodes(),
                pool.node().labels(),
                CaseNodes.taints(path + ".node", pool.node().taints()),
                CaseNodes.amounts(path + ".node.allocatable", pool.node().allocatable()),
                Duration.ZERO,
                cost == null ? null : CaseNodes.nonNegative(path + ".costPerHour", cost));
    }
}
