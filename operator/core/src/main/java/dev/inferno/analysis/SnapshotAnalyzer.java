package dev.inferno.analysis;

import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.ModelKey;
import dev.inferno.snapshot.PlacementLabel;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.ClusterTopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Sorts the variants of a snapshot by model and has each group analysed on its own. */
final class SnapshotAnalyzer implements Analyzer {

    @Override
    public List<ServingGroup> analyse(CycleSnapshot seen) {
        var topology =
                ClusterTopology.of(seen.inventory() instanceof Inventory.Known known ? known.standing() : List.of());
        var byModel = new TreeMap<ModelKey, List<VariantState>>();
        seen.variants().stream()
                .map(PlacementLabel::ignored)
                .sorted(Comparator.comparing(VariantState::key))
                .forEach(variant -> byModel.computeIfAbsent(variant.model(), model -> new ArrayList<>())
                        .add(variant));
        var analysis = new GroupAnalysis(
                seen, topology, new Candidates(seen.policy(), topology, seen.inventory() instanceof Inventory.Known));
        return byModel.entrySet().stream()
                .map(group -> analysis.analyse(group.getKey(), group.getValue()))
                .toList();
    }
}
