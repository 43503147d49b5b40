package dev.inferno.operator;

import dev.inferno.operator.cli.LiveCluster;
import dev.inferno.operator.cli.Unreachable;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import java.util.List;
import java.util.Map;

/** The cluster that flags and environment name. */
record WiredCluster(Map<String, String> environment) implements LiveCluster {

    @Override
    public CycleSnapshot snapshot(List<String> flags) throws Unreachable {
        return Wiring.snapshot(flags, environment);
    }

    @Override
    public Inventory inventory(List<String> flags) throws Unreachable {
        return Wiring.inventory(flags, environment);
    }
}
