package dev.inferno.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Guardrails;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.Taint;
import dev.inferno.topology.TaintEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to a node for a moment takes nothing from what runs there, and invites nothing new. */
class FlappingNodesTest {

    private static final Brain BRAIN =
            new Brain(Analyzer.create(), Optimizer.fast(StopSignal.NEVER), Guardrails.standard());
    private static final String GPU = "nvidia.com/gpu";

    static Stream<Arguments> moments() {
        return Stream.of(
                Arguments.of("cordoned", change(node -> with(node, node.taints(), true, true, node.allocatable()))),
                Arguments.of("not ready", change(node -> with(node, node.taints(), false, false, node.allocatable()))),
                Arguments.of("not ready and tainted", tainted("node.kubernetes.io/not-ready")),
                Arguments.of("unreachable and tainted", tainted("node.kubernetes.io/unreachable")),
                Arguments.of("plugin restarts: allocatable 0", change(node -> offering(node, 0L))),
                Arguments.of("plugin gone: not allocatable", change(node -> offering(node, null))),
                Arguments.of("a device fails", change(node -> offering(node, 2L))),
                Arguments.of("discovery restarts: no labels", change(FlappingNodesTest::unlabelled)));
    }

    /** Demand for three, three run, and there is no other node. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("moments")
    void keepsWhatRuns(String what, UnaryOperator<NodeFacts> moment) {
        CycleSnapshot seen = snapshot(60, moment);

        assertEquals(3, BRAIN.decide(seen).variants().getFirst().desired(), what);
    }

    /** Without labels the devices are still there for whoever asks by resource alone. */
    static Stream<Arguments> momentsWithoutRoom() {
        return moments().filter(moment -> !String.valueOf(moment.get()[0]).startsWith("discovery"));
    }

    /** Demand for four: a node with room would get one more. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("momentsWithoutRoom")
    void addsNothingThere(String what, UnaryOperator<NodeFacts> moment) {
        assertEquals(
                4,
                BRAIN.decide(snapshot(100, node -> node)).variants().getFirst().desired());

        int replicas = BRAIN.decide(snapshot(100, moment)).variants().getFirst().desired();

        assertEquals(3, replicas, what);
    }

    private static CycleSnapshot snapshot(double perMinute, UnaryOperator<NodeFacts> moment) {
        CycleSnapshot calm = new TestFleet()
                .nvidia("n1", 8)
                .classes(TestVariant.classOf("a.yaml", "A", 1, "ma", TestFleet.premium()))
                .variant(TestVariant.onA100("a").model("ma").replicas(3))
                .running("a", "n1", 3, GPU)
                .perMinute("ma", perMinute)
                .snapshot();
        var known = (Inventory.Known) calm.inventory();
        return new CycleSnapshot(
                calm.id(),
                calm.takenAt(),
                calm.trigger(),
                calm.policy(),
                new Inventory.Known(known.nodes().stream().map(moment).toList(), known.pods()),
                calm.variants(),
                calm.loads(),
                calm.memory(),
                calm.budget());
    }

    private static UnaryOperator<NodeFacts> change(UnaryOperator<NodeFacts> change) {
        return change;
    }

    private static UnaryOperator<NodeFacts> tainted(String key) {
        return node -> {
            var taints = new ArrayList<>(node.taints());
            taints.add(new Taint(key, "", TaintEffect.NO_SCHEDULE));
            taints.add(new Taint(key, "", TaintEffect.NO_EXECUTE));
            return with(node, taints, false, false, node.allocatable());
        };
    }

    private static NodeFacts offering(NodeFacts node, @Nullable Long devices) {
        var amounts = new TreeMap<>(node.allocatable().amounts());
        amounts.remove(GPU);
        if (devices != null) {
            amounts.put(GPU, devices);
        }
        return with(node, node.taints(), false, true, new ResourceVector(amounts));
    }

    private static NodeFacts unlabelled(NodeFacts node) {
        return new NodeFacts(node.name(), new TreeMap<>(), node.taints(), false, true, false, node.allocatable());
    }

    private static NodeFacts with(
            NodeFacts node, List<Taint> taints, boolean cordoned, boolean ready, ResourceVector allocatable) {
        return new NodeFacts(node.name(), node.labels(), taints, cordoned, ready, false, allocatable);
    }
}
