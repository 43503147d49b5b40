package dev.inferno.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Guardrails;
import dev.inferno.decision.VariantDecision;
import dev.inferno.documents.RecordJson;
import dev.inferno.documents.SnapshotDocument;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.topology.CatalogueEntry;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.LinkKind;
import dev.inferno.topology.Product;
import dev.inferno.topology.Vendor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Devices that no built-in table knows, planned since an administrator named them. */
class OwnCatalogueTest {

    private static final String NPU = "example.com/npu";
    private static final Brain BRAIN =
            new Brain(Analyzer.create(), Optimizer.fast(StopSignal.NEVER), Guardrails.standard());

    /** "v" runs on one of three devices and must grow to 3. */
    private static TestFleet fleet() {
        return new TestFleet()
                .node("n1", NPU, 2, Map.of("example.com/npu.product", "npu_one"))
                .node("n2", NPU, 1, Map.of("example.com/npu.product", "NPU One"))
                .accelerators(new Accelerator("A100", "N1", 40, null, 1))
                .variant(TestVariant.onA100("v").replicas(1).requests(Map.of("cpu", 500L, NPU, 1L)))
                .running("v", "n1", 1, NPU)
                .perMinute(60)
                .catalogue(
                        new CatalogueEntry.Model(
                                new Product("N1", Vendor.UNKNOWN, 64, LinkKind.MESH, 8, 50, 32), List.of("npu-one")),
                        new CatalogueEntry.Resource(NPU, Vendor.UNKNOWN, "example.com/npu.product"));
    }

    private static VariantDecision decide(CycleSnapshot seen) {
        return BRAIN.decide(seen).variants().getFirst();
    }

    @Test
    void plansForDevicesThatTheCatalogueOfTheSnapshotAdds() {
        VariantDecision decided = decide(fleet().snapshot());

        assertEquals(Map.of("n1", 2, "n2", 1), decided.placement());
        assertFalse(DeviceResources.isDevice(NPU), "only while that snapshot is decided on");
    }

    @Test
    void replaysTheSameFromARecordedSnapshot() {
        CycleSnapshot seen = fleet().snapshot();
        String recorded = RecordJson.write(SnapshotDocument.of(seen));

        assertEquals(
                decide(seen),
                decide(RecordJson.read(recorded, SnapshotDocument.class).snapshot()));
    }
}
