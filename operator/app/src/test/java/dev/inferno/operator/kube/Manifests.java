package dev.inferno.operator.kube;

import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Kubernetes objects as users write them. */
final class Manifests {

    private Manifests() {}

    static JsonObject json(String yaml) {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return JSON.getGson().toJsonTree(tree).getAsJsonObject();
    }

    /** Read the way the client reads an answer of the API server. */
    static <T> T read(Class<T> type, String yaml) {
        return JSON.getGson().fromJson(json(yaml), type);
    }
}
