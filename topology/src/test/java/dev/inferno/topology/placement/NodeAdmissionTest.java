package dev.inferno.topology.placement;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.node;
import static dev.inferno.topology.TestNode.nvidia;
import static dev.inferno.topology.placement.Requests.GPU;
import static dev.inferno.topology.placement.Requests.replicas;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.TestNode;
import dev.inferno.topology.Toleration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NodeAdmissionTest {

    static Stream<Arguments> nodes() {
        return Stream.of(
                Arguments.of("good", h100(), null, true),
                Arguments.of("not ready", h100().notReady(), FitCheck.NOT_READY, true),
                Arguments.of("cordoned", h100().cordoned(), FitCheck.UNSCHEDULABLE, true),
                Arguments.of("NoSchedule", h100().taint("a", "", TaintEffect.NO_SCHEDULE), FitCheck.TAINT, true),
                Arguments.of("NoExecute", h100().taint("a", "", TaintEffect.NO_EXECUTE), FitCheck.TAINT, false),
                Arguments.of(
                        "away for a moment",
                        h100().notReady().taint("node.kubernetes.io/unreachable", "", TaintEffect.NO_EXECUTE),
                        FitCheck.NOT_READY,
                        true),
                Arguments.of("PreferNoSchedule", h100().taint("a", "", TaintEffect.PREFER_NO_SCHEDULE), null, true),
                Arguments.of("wrong zone", h100().label("zone", "b"), FitCheck.SELECTOR, true),
                Arguments.of("wrong product", nvidia("n", "NVIDIA-L4", 8).label("zone", "a"), FitCheck.PRODUCT, false),
                Arguments.of("no devices", node("n").label("zone", "a"), FitCheck.PRODUCT, false),
                Arguments.of(
                        "discovery restarting", node("n").has(GPU, "8").label("zone", "a"), FitCheck.PRODUCT, true),
                Arguments.of(
                        "shared", h100().label("nvidia.com/gpu.replicas", "2").has(GPU, "16"), FitCheck.PRODUCT, false),
                Arguments.of(
                        "repartitioning",
                        h100().label("nvidia.com/mig.config.state", "pending"),
                        FitCheck.NOT_READY,
                        true),
                Arguments.of("repartitioned", h100().label("nvidia.com/mig.config.state", "success"), null, true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nodes")
    void namesTheFirstFailingCheckAndKeepsWhatRunsWhereItMayStay(
            String what, TestNode node, @Nullable FitCheck refusal, boolean keeps) {
        var admission = NodeAdmission.of(replicas(1)
                .each(GPU, "1")
                .select("zone", "a")
                .product("NVIDIA-H100-80GB-HBM3")
                .request());
        var topology = cluster(node).nodes().getFirst();

        assertEquals(Optional.ofNullable(refusal), admission.refusal(topology), what);
        assertEquals(keeps, admission.keeps(topology), what);
    }

    @Test
    void aCordonIsToleratedLikeItsTaint() {
        var toleration = new Toleration(
                "node.kubernetes.io/unschedulable", Toleration.Operator.EXISTS, "", TaintEffect.NO_SCHEDULE);
        var admission = NodeAdmission.of(replicas(1).tolerates(toleration).request());

        assertEquals(
                Optional.empty(),
                admission.refusal(cluster(h100().cordoned()).nodes().getFirst()));
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource({
        "nvidia.com/gpu-driver-upgrade-state, upgrade-done, true",
        "nvidia.com/gpu-driver-upgrade-state, upgrade-required, true",
        "nvidia.com/gpu-driver-upgrade-state, drain-required, false",
        "operator.amd.com/gpu-driver-upgrade-state, Upgrade-Complete, true",
        "operator.amd.com/gpu-driver-upgrade-state, Upgrade-In-Progress, false",
        "nvidia.com/mig.config.state, failed, false",
        "nvidia.com/mig.config.state, rebooting, false",
    })
    void maintenanceKeepsNewDeviceWorkAwayButNotOtherWork(String key, String value, boolean admitted) {
        var node = cluster(h100().label(key, value)).nodes().getFirst();

        var devices = NodeAdmission.of(replicas(1).each(GPU, "1").request());
        assertEquals(admitted, devices.refusal(node).isEmpty());
        var cpuOnly = NodeAdmission.of(replicas(1).each("cpu", "1").request());
        assertEquals(Optional.empty(), cpuOnly.refusal(node));
    }

    @Test
    void anUnknownProductIsMatchedByItsRawName() {
        var node = cluster(nvidia("n", "NVIDIA-Unheard-Of", 1)).nodes().getFirst();

        var same = NodeAdmission.of(
                replicas(1).each(GPU, "1").product("NVIDIA-Unheard-Of").request());
        assertEquals(Optional.empty(), same.refusal(node));
        var other = NodeAdmission.of(replicas(1).each(GPU, "1").product("L4").request());
        assertEquals(Optional.of(FitCheck.PRODUCT), other.refusal(node));
    }

    private static TestNode h100() {
        return nvidia("n", "NVIDIA-H100-80GB-HBM3", 8).label("zone", "a");
    }
}
