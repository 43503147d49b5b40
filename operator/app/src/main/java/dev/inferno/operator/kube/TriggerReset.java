package dev.inferno.operator.kube;

import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets {@code GLOBAL_OPT_TRIGGER} of the main ConfigMap back to "false" once it was obeyed. Thread-safety: stateless. */
public final class TriggerReset {

    private static final Logger LOG = LoggerFactory.getLogger(TriggerReset.class);
    private static final String KEY = "GLOBAL_OPT_TRIGGER";

    private final FencedWrites api;

    public TriggerReset(KubeConnection connection, Fence fence) {
        this.api = new FencedWrites(connection.requests(), fence);
    }

    /** A failure is logged; the next cycle tries again. */
    public void reset(String namespace, String configMap) {
        JsonObject data = new JsonObject();
        data.addProperty(KEY, "false");
        JsonObject patch = new JsonObject();
        patch.add("data", data);
        try {
            api.mergePatch(ApiPaths.configMaps(namespace) + "/" + configMap, patch);
            LOG.info("{} of ConfigMap {}/{} was obeyed and is false again", KEY, namespace, configMap);
        } catch (ApiException e) {
            LOG.warn("{} of ConfigMap {}/{} not reset: {}", KEY, namespace, configMap, ApiErrors.message(e));
        } catch (NotLeader e) {
            LOG.info("{} of ConfigMap {}/{} not reset: {}", KEY, namespace, configMap, e.getMessage());
        }
    }
}
