package dev.inferno.e2e.worlds;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.inferno.e2e.worlds.WorldPod.NodeTerm;
import dev.inferno.e2e.worlds.WorldPod.PodTerm;
import dev.inferno.e2e.worlds.WorldPod.Spread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link WorldPod} in the words of planning cases and of Kubernetes, which are the same but for requests and ports. */
final class PodJson {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

    private PodJson() {}

    /** {@code options[].pod} of a planning case. */
    static JsonObject inCase(WorldPod pod) {
        JsonObject json = rules(pod, null);
        json.add("labels", Json.of(pod.labels()));
        json.add("requests", requests(pod));
        JsonArray ports = new JsonArray();
        if (pod.port() != null) {
            ports.add(pod.port());
        }
        json.add("hostPorts", ports);
        return json;
    }

    /** An entry of {@code pods} of a planning case: nothing that only new pods ask for. */
    static JsonObject standing(WorldPod pod, String node) {
        JsonObject json = inCase(pod);
        json.remove("nodeSelector");
        json.remove("tolerations");
        json.addProperty("node", node);
        json.addProperty("namespace", pod.namespace());
        return json;
    }

    /**
     * A pod for the API server.
     *
     * @param node where it stands already, null = the scheduler decides
     * @param pins nodes it is pinned to, null = none
     */
    static JsonObject manifest(
            String name, WorldPod pod, String mark, @Nullable String node, @Nullable Collection<String> pins) {
        var labels = new TreeMap<>(pod.labels());
        labels.put(WorldNode.MARK, mark);
        JsonObject metadata = new JsonObject();
        metadata.addProperty("name", name);
        metadata.addProperty("namespace", pod.namespace());
        metadata.add("labels", Json.of(labels));
        JsonObject spec = rules(pod, pins);
        spec.addProperty("terminationGracePeriodSeconds", 0);
        if (node != null) {
            spec.addProperty("nodeName", node);
        }
        spec.add("containers", Json.list(List.of(container(pod))));
        JsonObject manifest = Json.object("v1", "Pod", metadata);
        manifest.add("spec", spec);
        return manifest;
    }

    private static JsonObject container(WorldPod pod) {
        JsonObject container = Json.of(Map.of("name", "server", "image", "none"));
        JsonObject resources = Json.wrap("requests", requests(pod));
        if (pod.devices() > 0) {
            resources.add("limits", Json.of(Map.of(pod.resource(), "" + pod.devices())));
        }
        container.add("resources", resources);
        if (pod.port() != null) {
            JsonObject port = new JsonObject();
            port.addProperty("containerPort", 8000);
            port.addProperty("hostPort", pod.port());
            container.add("ports", Json.list(List.of(port)));
        }
        return container;
    }

    private static JsonObject requests(WorldPod pod) {
        var requests = new TreeMap<>(Map.of("cpu", "" + pod.cpu()));
        if (pod.devices() > 0) {
            requests.put(pod.resource(), "" + pod.devices());
        }
        return Json.of(requests);
    }

    private static JsonObject rules(WorldPod pod, @Nullable Collection<String> pins) {
        JsonObject rules = new JsonObject();
        rules.add("nodeSelector", Json.of(pod.selector()));
        JsonArray tolerations = new JsonArray();
        if (pod.tolerates()) {
            tolerations.add(Json.of(Map.of("key", WorldNode.TAINT_KEY, "operator", "Exists")));
        }
        rules.add("tolerations", tolerations);
        rules.add("affinity", affinity(pod, pins));
        rules.add(
                "topologySpreadConstraints",
                Json.list(pod.spread().stream().map(PodJson::spread).toList()));
        return rules;
    }

    private static JsonObject affinity(WorldPod pod, @Nullable Collection<String> pins) {
        JsonObject affinity = new JsonObject();
        List<JsonObject> terms = terms(pod, pins);
        if (!terms.isEmpty()) {
            JsonObject selector = Json.wrap("nodeSelectorTerms", Json.list(terms));
            affinity.add("nodeAffinity", Json.wrap(REQUIRED, selector));
        }
        affinity.add("podAffinity", podTerms(pod.near()));
        affinity.add("podAntiAffinity", podTerms(pod.apart()));
        return affinity;
    }

    /** Terms are OR-ed, so each of them gets each pin. */
    private static List<JsonObject> terms(WorldPod pod, @Nullable Collection<String> pins) {
        List<JsonObject> users = new ArrayList<>();
        if (pod.terms() != null) {
            pod.terms().forEach(term -> users.add(term(term)));
        } else if (pins != null) {
            users.add(new JsonObject());
        }
        if (pins == null) {
            return users;
        }
        List<JsonObject> pinned = new ArrayList<>();
        for (JsonObject term : users) {
            for (String node : pins) {
                JsonObject copy = term.deepCopy();
                JsonArray fields = copy.has("matchFields") ? copy.getAsJsonArray("matchFields") : new JsonArray();
                fields.add(expression(new NodeTerm(NodeTerm.NAME, "In", List.of(node))));
                copy.add("matchFields", fields);
                pinned.add(copy);
            }
        }
        return pinned;
    }

    private static JsonObject term(NodeTerm term) {
        String kind = term.key().equals(NodeTerm.NAME) ? "matchFields" : "matchExpressions";
        return Json.wrap(kind, Json.list(List.of(expression(term))));
    }

    private static JsonObject expression(NodeTerm term) {
        JsonObject expression = Json.of(Map.of("key", term.key(), "operator", term.operator()));
        expression.add("values", Json.array(term.values()));
        return expression;
    }

    private static JsonObject podTerms(List<PodTerm> terms) {
        List<JsonObject> list = new ArrayList<>();
        for (PodTerm term : terms) {
            JsonObject json = Json.of(Map.of("topologyKey", term.key()));
            json.add("labelSelector", selector(term.label(), term.value()));
            if (term.everyNamespace()) {
                json.add("namespaceSelector", new JsonObject());
            }
            list.add(json);
        }
        return Json.wrap(REQUIRED, Json.list(list));
    }

    private static JsonObject spread(Spread spread) {
        JsonObject json = Json.of(Map.of("topologyKey", spread.key(), "whenUnsatisfiable", "DoNotSchedule"));
        json.addProperty("maxSkew", spread.maxSkew());
        if (spread.minDomains() > 1) {
            json.addProperty("minDomains", spread.minDomains());
        }
        json.addProperty("nodeAffinityPolicy", spread.honorAffinity() ? "Honor" : "Ignore");
        json.addProperty("nodeTaintsPolicy", spread.honorTaints() ? "Honor" : "Ignore");
        json.add("labelSelector", selector(spread.label(), spread.value()));
        return json;
    }

    private static JsonObject selector(String label, String value) {
        return Json.wrap("matchLabels", Json.of(Map.of(label, value)));
    }
}
