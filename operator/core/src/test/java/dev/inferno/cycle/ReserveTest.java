package dev.inferno.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Reserve;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.ResourceVector;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Plans of a live cluster beside reserves. "v" must grow from 1 to 3 on A100. */
class ReserveTest {

    private static final String GPU = "nvidia.com/gpu";

    private static TestFleet fleet(int devices) {
        return new TestFleet()
                .nvidia("n1", devices)
                .variant(TestVariant.onA100("v").replicas(1))
                .running("v", "n1", 1, GPU)
                .perMinute(60);
    }

    private static Reserve of(String product, int devices, int count) {
        return new Reserve("failover", product, devices, count, ResourceVector.NONE);
    }

    private static FleetPlan plan(TestFleet fleet) {
        CycleSnapshot seen = fleet.snapshot();
        return Optimizer.fast(StopSignal.NEVER).plan(Analyzer.create().analyse(seen), seen);
    }

    private static VariantPlan v(FleetPlan plan) {
        return Objects.requireNonNull(plan.of(new VariantKey("default", "v")));
    }

    @Test
    void growsOnlyBesideTheReserveAndSaysSo() {
        for (String product : Set.of("A100", "NVIDIA-A100-PCIE-80GB", GPU)) {
            FleetPlan plan = plan(fleet(4).reserves(of(product, 2, 1)));

            assertEquals(2, v(plan).granted(), product);
            String message = Objects.requireNonNull(v(plan).blockedBy()).message();
            assertTrue(message.contains("; reserve failover keeps 1 x 2 of "), message);
            assertEquals(1, plan.variants().size());
            assertEquals(Set.of(1), plan.score().unmetByPriority().keySet());
        }
    }

    @Test
    void growsFreelyWhereTheReserveIsElsewhere() {
        FleetPlan plan = plan(fleet(4).amd("m1", 2).reserves(of("MI300X", 2, 1)));

        assertEquals(3, v(plan).granted());
        assertNull(v(plan).blockedBy());
    }

    @Test
    void neverTakesWhatRuns() {
        assertEquals(1, v(plan(fleet(2).reserves(of("A100", 2, 1)))).granted() - 1, "nothing whole can be reserved");
        assertEquals(1, v(plan(fleet(3).reserves(of("A100", 1, 5)))).granted(), "two of five can be reserved");
    }
}
