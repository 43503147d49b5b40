package dev.inferno.operator.kube;

import com.google.gson.JsonObject;
import dev.inferno.cycle.ActionResult;
import dev.inferno.cycle.Actuator;
import dev.inferno.decision.Action;
import dev.inferno.snapshot.VariantKey;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries actions out, those of one variant one after the other, those of several side by side. A workload that changed since
 * the snapshot is left alone, and so is everything once this process no longer leads. Replicas and template are never changed
 * in one write. Thread-safety: as its caller's, one cycle at a time.
 */
public final class KubeActuator implements Actuator {

    private static final Logger LOG = LoggerFactory.getLogger(KubeActuator.class);

    /** How the API server answers a JSON patch whose {@code test} does not hold. */
    private static final int TEST_FAILED = 422;

    private final FencedWrites api;
    private final VictimMarks victims;

    public KubeActuator(KubeConnection connection, ClusterView view, Fence fence) {
        this(new FencedWrites(connection.requests(), fence), new VictimMarks(connection.requests(), fence, view::pods));
    }

    KubeActuator(FencedWrites api, VictimMarks victims) {
        this.api = api;
        this.victims = victims;
    }

    @Override
    public List<ActionResult> execute(List<Action> actions) {
        Map<VariantKey, List<Action>> byVariant = actions.stream()
                .collect(Collectors.groupingBy(Action::variant, LinkedHashMap::new, Collectors.toList()));
        Map<Action, ActionResult> results = new ConcurrentHashMap<>();
        SideBySide.forEach(byVariant.values(), ofOne -> ofOne.forEach(action -> results.put(action, execute(action))));
        return actions.stream().map(results::get).map(Objects::requireNonNull).toList();
    }

    private ActionResult execute(Action action) {
        try {
            ActionResult result = switch (action) {
                case Action.Scale scale -> scale(scale);
                case Action.SteerTemplate steer -> steer(steer);
                case Action.Publish publish -> new ActionResult.Done(publish);
                case Action.Hold hold -> new ActionResult.Done(hold);
                case Action.LabelNodes label -> label(label);
                case Action.PreferVictims prefer -> victims.prefer(prefer);
                case Action.SetBatchLimit batch -> unable(batch, "SetBatchLimit");
            };
            log(result);
            return result;
        } catch (NotLeader e) {
            return new ActionResult.Refused(action, Lists.orEmpty(e.getMessage()));
        } catch (ApiException e) {
            LOG.warn("{} of {} failed: {}", action.getClass().getSimpleName(), action.variant(), ApiErrors.message(e));
            return new ActionResult.Failed(action, ApiErrors.message(e));
        }
    }

    private static ActionResult unable(Action action, String name) {
        return new ActionResult.Failed(
                action, "this version of the operator cannot carry out the action " + name + " yet");
    }

    private ActionResult scale(Action.Scale action) throws ApiException, NotLeader {
        if (action.from() == action.to()) {
            return new ActionResult.Done(action);
        }
        String path = ApiPaths.deployment(action.variant().namespace(), action.deployment()) + "/scale";
        JsonObject metadata = new JsonObject();
        metadata.addProperty("resourceVersion", action.resourceVersion());
        JsonObject spec = new JsonObject();
        spec.addProperty("replicas", action.to());
        JsonObject patch = new JsonObject();
        patch.add("metadata", metadata);
        patch.add("spec", spec);
        try {
            api.mergePatch(path, patch);
            return new ActionResult.Done(action);
        } catch (ApiException e) {
            if (ApiErrors.isNotFound(e)) {
                return gone(action, action.deployment());
            }
            if (!ApiErrors.isConflict(e)) {
                throw e;
            }
            return afterConflict(action, api.get(path));
        }
    }

    private static ActionResult afterConflict(Action.Scale action, JsonObject scale) {
        JsonObject spec = scale.getAsJsonObject("spec");
        int replicas = spec.has("replicas") ? spec.get("replicas").getAsInt() : 0;
        if (replicas == action.to()) {
            return new ActionResult.Done(action);
        }
        String version =
                scale.getAsJsonObject("metadata").get("resourceVersion").getAsString();
        return changed(action, action.deployment(), action.resourceVersion(), version);
    }

    /**
     * Puts labels on before it takes others off, so that there is always one. A node that is gone needs none; one that fails
     * ends it, and the next cycle sees what is missing.
     */
    private ActionResult label(Action.LabelNodes action) throws ApiException, NotLeader {
        List<Map.Entry<String, Boolean>> nodes = action.nodes().entrySet().stream()
                .sorted(Map.Entry.<String, Boolean>comparingByValue().reversed())
                .toList();
        for (Map.Entry<String, Boolean> node : nodes) {
            try {
                api.mergePatch(
                        ApiPaths.node(node.getKey()), NodeLabelSweep.patch(Map.of(action.labelKey(), node.getValue())));
            } catch (ApiException e) {
                if (ApiErrors.isForbidden(e)) {
                    return new ActionResult.Failed(
                            action, ApiErrors.message(e) + "; chart value rbac.nodeLabels lets nodes be labelled");
                }
                if (!ApiErrors.isNotFound(e)) {
                    throw e;
                }
            }
        }
        LOG.info("{}: label {} on nodes {}", action.variant(), action.labelKey(), action.nodes());
        return new ActionResult.Done(action);
    }

    private ActionResult steer(Action.SteerTemplate action) throws ApiException, NotLeader {
        String path = ApiPaths.deployment(action.variant().namespace(), action.deployment());
        JsonObject stored;
        try {
            stored = api.get(path);
        } catch (ApiException e) {
            if (ApiErrors.isNotFound(e)) {
                return gone(action, action.deployment());
            }
            throw e;
        }
        V1Deployment deployment = JSON.getGson().fromJson(stored, V1Deployment.class);
        Steering wanted = new Steering(action.accelerator(), action.labelKey(), action.labelValues());
        if (wanted.equals(Steering.noted(deployment)) && wanted.isIn(deployment)) {
            return new ActionResult.Done(action);
        }
        String version = Objects.requireNonNull(deployment.getMetadata()).getResourceVersion();
        if (!action.resourceVersion().equals(version)) {
            return changed(action, action.deployment(), action.resourceVersion(), Lists.orEmpty(version));
        }
        return patchTemplate(action, path, stored, wanted);
    }

    private ActionResult patchTemplate(Action.SteerTemplate action, String path, JsonObject stored, Steering wanted)
            throws ApiException, NotLeader {
        try {
            api.jsonPatch(path, TemplateSteering.patch(stored, wanted));
            LOG.info(
                    "{}: template of Deployment {} steered to {}",
                    action.variant(),
                    action.deployment(),
                    action.accelerator());
            return new ActionResult.Done(action);
        } catch (ApiException e) {
            if (ApiErrors.isConflict(e) || e.getCode() == TEST_FAILED) {
                return new ActionResult.Refused(
                        action,
                        "Deployment " + action.deployment() + " changed while its template was about to be steered: "
                                + ApiErrors.message(e));
            }
            throw e;
        }
    }

    private static ActionResult changed(Action action, String deployment, String seen, String now) {
        return new ActionResult.Refused(
                action,
                "Deployment " + deployment + " changed since it was looked at (resourceVersion " + seen + ", now " + now
                        + "); the next cycle decides anew");
    }

    private static ActionResult gone(Action action, String deployment) {
        return new ActionResult.Refused(action, "Deployment " + deployment + " no longer exists");
    }

    /** What was done the lines of the round tell, and those of a template or a node above; here only what was not. */
    private static void log(ActionResult result) {
        switch (result) {
            case ActionResult.Done done -> LOG.debug("{}: {}", done.action().variant(), done.action());
            case ActionResult.Refused refused ->
                LOG.info("{}: not done, {}", refused.action().variant(), refused.message());
            case ActionResult.Failed failed ->
                LOG.warn("{}: failed, {}", failed.action().variant(), failed.message());
        }
    }
}
