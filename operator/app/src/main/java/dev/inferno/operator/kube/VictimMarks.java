package dev.inferno.operator.kube;

import dev.inferno.cycle.ActionResult;
import dev.inferno.decision.Action;
import io.kubernetes.client.openapi.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks the pods that a scale-in should take first. A Deployment of whose pods one carries a deletion cost of somebody else's
 * is left alone: its costs are not ours to mix with. Thread-safety: any thread.
 */
final class VictimMarks {

    private static final Logger LOG = LoggerFactory.getLogger(VictimMarks.class);

    private final ApiRequests requests;
    private final FencedWrites api;
    private final BiFunction<String, String, List<SeenPod>> podsOf;

    /** Namespaces in which the missing right has been told. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param podsOf the pods, as last seen, of a namespace and a Deployment in it */
    VictimMarks(ApiRequests requests, Fence fence, BiFunction<String, String, List<SeenPod>> podsOf) {
        this.requests = requests;
        this.api = new FencedWrites(requests, fence);
        this.podsOf = podsOf;
    }

    ActionResult prefer(Action.PreferVictims action) throws ApiException, NotLeader {
        List<SeenPod> pods = podsOf.apply(action.variant().namespace(), action.deployment());
        SeenPod others = pods.stream()
                .filter(pod -> pod.deletionCost().isOthers())
                .findFirst()
                .orElse(null);
        if (others != null) {
            return new ActionResult.Refused(
                    action,
                    "which pods of Deployment " + action.deployment() + " go first is left to whoever gave pod "
                            + others.name() + " the " + DeletionCost.ANNOTATION + " "
                            + others.deletionCost().value());
        }
        return mayPatch(action) ? mark(action, pods) : new ActionResult.Refused(action, "pods may not be patched");
    }

    private boolean mayPatch(Action.PreferVictims action) throws ApiException {
        String namespace = action.variant().namespace();
        boolean allowed = MayPatch.ask(requests, "pods", namespace);
        if (!allowed && told.add(namespace)) {
            LOG.warn(
                    "{}: pods in namespace {} may not be patched (chart value rbac.pods), so scale-ins of Deployment {} take"
                            + " pods as Kubernetes chooses, not from the nodes the plan gives up",
                    action.variant(),
                    namespace,
                    action.deployment());
        }
        return allowed;
    }

    /** One that fails does not keep the others from being marked. */
    private ActionResult mark(Action.PreferVictims action, List<SeenPod> pods) throws NotLeader {
        List<String> failures = new ArrayList<>();
        for (SeenPod pod : pods) {
            if (!action.pods().contains(pod.name()) || pod.deletionCost().isOurs()) {
                continue;
            }
            try {
                api.mergePatch(ApiPaths.pod(pod.namespace(), pod.name()), DeletionCost.cheap(pod.resourceVersion()));
            } catch (ApiException e) {
                if (!ApiErrors.isNotFound(e)) {
                    failures.add("pod " + pod.name() + ": " + ApiErrors.message(e));
                }
            }
        }
        if (!failures.isEmpty()) {
            return new ActionResult.Failed(action, String.join("; ", failures));
        }
        LOG.info("{}: pods {} of Deployment {} go first", action.variant(), action.pods(), action.deployment());
        return new ActionResult.Done(action);
    }
}
