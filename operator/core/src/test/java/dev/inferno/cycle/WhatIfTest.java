package dev.inferno.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.Target;
import dev.inferno.topology.NodeFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WhatIfTest {

    /** Three replicas are needed at this load, three run on n1. */
    private static TestFleet fleet() {
        return new TestFleet()
                .nvidia("n1", 4)
                .nvidia("n2", 4)
                .variant(TestVariant.onA100("a").replicas(3))
                .running("a", "n1", 3, "nvidia.com/gpu")
                .perMinute(60);
    }

    private static VariantPlan plan(CycleSnapshot seen) {
        return Optimizer.fast(StopSignal.NEVER)
                .plan(Analyzer.create().analyse(seen), seen)
                .variants()
                .getFirst();
    }

    private static WhatIf drained(String... which) {
        return new WhatIf(List.of(which), new TreeMap<>(), 1);
    }

    private static WhatIf added(String like, int count) {
        return new WhatIf(List.of(), new TreeMap<>(Map.of(like, count)), 1);
    }

    private static WhatIf load(double factor) {
        return new WhatIf(List.of(), new TreeMap<>(), factor);
    }

    @Test
    void withoutTheNodeAllRunsOnIsPlannedOnAnother() {
        CycleSnapshot seen = fleet().snapshot();
        assertEquals(Set.of("n1"), plan(seen).placement().replicasByNode().keySet());

        CycleSnapshot drained = drained("n1").of(seen);

        assertEquals(Set.of("n2"), plan(drained).placement().replicasByNode().keySet());
        assertEquals(3, plan(drained).granted());
        var target = (Target.Found) drained.variants().getFirst().target();
        assertEquals(List.of(3, 0), List.of(target.replicas(), target.readyReplicas()));
    }

    @Test
    void whatIsLeftTakesAsMuchAsItCan() {
        CycleSnapshot seen = fleet().nvidia("n3", 1).snapshot();
        VariantPlan plan = plan(drained("n1", "n2").of(seen));
        assertEquals(Map.of("n3", 1), plan.placement().replicasByNode());
        assertEquals(3, plan.wanted());
    }

    @Test
    void nodesAreDrainedByLabelToo() {
        CycleSnapshot seen = fleet().node("n3", "nvidia.com/gpu", 8, Map.of("zone", "b"))
                .node("n4", "nvidia.com/gpu", 8, Map.of("zone", "b"))
                .snapshot();
        var left = (Inventory.Known) drained("zone=b").of(seen).inventory();
        assertEquals(
                List.of("n1", "n2"), left.nodes().stream().map(NodeFacts::name).toList());
    }

    @Test
    void moreNodesTakeWhatDidNotFit() {
        CycleSnapshot seen = new TestFleet()
                .nvidia("n1", 2)
                .variant(TestVariant.onA100("a"))
                .running("a", "n1", 2, "nvidia.com/gpu")
                .perMinute(100)
                .snapshot();
        int wanted = plan(seen).wanted();
        assertEquals(2, plan(seen).granted());
        assertTrue(wanted > 3);

        assertEquals(4, plan(added("n1", 1).of(seen)).granted());
        VariantPlan enough = plan(added("n1", wanted).of(seen));
        assertEquals(wanted, enough.granted());
        assertNull(enough.blockedBy());
    }

    @Test
    void moreLoadWantsMoreReplicas() {
        CycleSnapshot seen = fleet().snapshot();
        assertEquals(3, plan(seen).wanted());
        assertEquals(5, plan(load(2).of(seen)).wanted());
    }

    @Test
    void whereNothingIsAskedNothingIsOther() {
        CycleSnapshot seen = fleet().cordon("n2").snapshot();
        assertEquals(seen, load(1).of(seen));
    }

    @Test
    void aNodeThatIsNotThereIsNamed() {
        CycleSnapshot seen = fleet().snapshot();
        assertTrue(refusal(drained("n7"), seen).contains("called or labelled n7; of 2 nodes the first is n1"));
        assertTrue(refusal(drained("zone=q"), seen).contains("zone=q"));
        assertTrue(refusal(added("n7", 1), seen).contains("no node is called n7"));
        CycleSnapshot unknown = fleet().inventoryUnknown().snapshot();
        assertTrue(refusal(drained("n1"), unknown).contains("they are not known"));
        assertEquals(unknown, load(1).of(unknown));
    }

    private static String refusal(WhatIf asked, CycleSnapshot seen) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> asked.of(seen))
                .getMessage());
    }
}
