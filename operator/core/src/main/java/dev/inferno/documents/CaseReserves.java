package dev.inferno.documents;

import static dev.inferno.documents.CaseNodes.require;

import dev.inferno.snapshot.Reserve;
import dev.inferno.topology.ProductCatalogue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reserves of a planning case. */
final class CaseReserves {

    private CaseReserves() {}

    static List<Reserve> of(List<PlanningCase.Reserve> reserves) {
        Set<String> names = new HashSet<>();
        return reserves.stream().map(reserve -> reserve(reserve, names)).toList();
    }

    private static Reserve reserve(PlanningCase.Reserve reserve, Set<String> names) {
        String path = "reserves: " + reserve.name();
        require(names.add(reserve.name()), "reserves: name " + reserve.name() + " is given twice");
        int count = reserve.count() == null ? 1 : reserve.count();
        require(reserve.devices() > 0, path + ".devices (" + reserve.devices() + ") must be 1 or more on each node");
        require(
                count >= 0 && count <= PlanningProblems.MOST,
                path + ".count (" + count + ") must be 0.." + PlanningProblems.MOST);
        require(
                reserve.product().contains("/")
                        || ProductCatalogue.inForce().find(reserve.product()).isPresent(),
                path + ".product " + reserve.product()
                        + " is no product known; give one under any of its names, such as"
                        + " H100, or an extended resource such as nvidia.com/gpu");
        return new Reserve(
                reserve.name(),
                CaseBudgets.product(reserve.product()),
                reserve.devices(),
                count,
                CaseNodes.amounts(path + ".requests", reserve.requests()));
    }
}
