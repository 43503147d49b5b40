package dev.inferno.operator.kube;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a ConfigMap once, before anything watches: what only a start can change may stand there too. */
public final class ConfigMapReader {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigMapReader.class);

    private ConfigMapReader() {}

    /** Data of the first of the names that exists; empty when none does or the API server does not answer. */
    public static Map<String, String> first(KubeConnection connection, String namespace, List<String> names) {
        for (String name : names) {
            try {
                return data(connection.requests().get(ApiPaths.configMaps(namespace) + "/" + name));
            } catch (ApiException e) {
                if (!ApiErrors.isNotFound(e)) {
                    LOG.warn("ConfigMap {}/{} not read at the start: {}", namespace, name, ApiErrors.message(e));
                    return Map.of();
                }
            }
        }
        return Map.of();
    }

    private static Map<String, String> data(JsonObject map) {
        Map<String, String> data = new TreeMap<>();
        JsonElement found = map.get("data");
        if (found != null) {
            found.getAsJsonObject()
                    .entrySet()
                    .forEach(entry -> data.put(entry.getKey(), entry.getValue().getAsString()));
        }
        return data;
    }
}
