package dev.inferno.operator.kube;

import dev.inferno.cycle.ActionResult;
import dev.inferno.cycle.CycleReport;
import dev.inferno.cycle.ReportSink;
import dev.inferno.decision.Action;
import io.kubernetes.client.openapi.ApiException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes deletion costs of ours off pods that no scale-in is about to take, after every cycle: the variant grew again, was
 * deleted or is scaled by somebody else now, or the scale-in failed or took other pods.
 */
public final class VictimSweep implements ReportSink {

    private static final Logger LOG = LoggerFactory.getLogger(VictimSweep.class);

    private final ApiRequests requests;
    private final FencedWrites api;
    private final ClusterView view;

    public VictimSweep(KubeConnection connection, ClusterView view, Fence fence) {
        this.requests = connection.requests();
        this.api = new FencedWrites(requests, fence);
        this.view = view;
    }

    @Override
    public void publish(CycleReport report) {
        Set<String> meant = meant(report.results());
        Map<String, Boolean> rights = new HashMap<>();
        for (SeenPod pod : view.markedVictims()) {
            String name = pod.namespace() + "/" + pod.name();
            boolean goes = pod.facts() == null || pod.facts().terminating();
            if (!goes && !meant.contains(name) && rights.computeIfAbsent(pod.namespace(), this::mayPatch)) {
                release(pod, name);
            }
        }
    }

    /** Those this very cycle marked: the caches do not show its scale-ins yet. */
    static Set<String> meant(List<ActionResult> results) {
        return results.stream()
                .map(ActionResult::action)
                .filter(Action.PreferVictims.class::isInstance)
                .map(Action.PreferVictims.class::cast)
                .flatMap(prefer ->
                        prefer.pods().stream().map(pod -> prefer.variant().namespace() + "/" + pod))
                .collect(Collectors.toSet());
    }

    private void release(SeenPod pod, String name) {
        try {
            api.mergePatch(
                    ApiPaths.pod(pod.namespace(), pod.name()),
                    pod.deletionCost().released(pod.resourceVersion()));
            LOG.info("Pod {}: our deletion cost removed, no scale-in is about to take it", name);
        } catch (ApiException e) {
            LOG.warn("Pod {}: our deletion cost cannot be removed: {}", name, ApiErrors.message(e));
        } catch (NotLeader e) {
            LOG.debug("Pod {}: our deletion cost is left to the leader", name);
        }
    }

    private boolean mayPatch(String namespace) {
        try {
            boolean allowed = MayPatch.ask(requests, "pods", namespace);
            if (!allowed) {
                LOG.warn(
                        "Pods in namespace {} carry deletion costs of ours that nobody wants, and pods may not be patched"
                                + " (chart value rbac.pods)",
                        namespace);
            }
            return allowed;
        } catch (ApiException e) {
            LOG.warn("Pods in namespace {} keep our deletion costs: {}", namespace, ApiErrors.message(e));
            return false;
        }
    }
}
