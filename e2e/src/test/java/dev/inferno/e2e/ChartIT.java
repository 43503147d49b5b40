package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.e2e.harness.Shell;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Helm chart on a real API server, and what its roles and admission policies let the operator do there. */
@ExtendWith(WorldExtension.class)
final class ChartIT {

    private final World world;

    ChartIT(World world) {
        this.world = world;
    }

    @Test
    void installsBoundsTheOperatorAndLeavesOnlyTheCustomResource() {
        Shell.Result result = world.script("hack/check-chart", "--server");

        assertEquals(0, result.exitCode(), result.out() + result.err());
    }
}
