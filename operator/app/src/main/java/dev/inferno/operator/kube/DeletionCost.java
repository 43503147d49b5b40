package dev.inferno.operator.kube;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/**
 * What a pod says about how dear its deletion is, by which the ReplicaSet controller chooses whom a scale-in takes.
 *
 * @param value null = as dear as pods without one, 0
 * @param note the value that this operator wrote; null = none. Another value is somebody else's
 */
record DeletionCost(@Nullable String value, @Nullable String note) {

    static final String ANNOTATION = "controller.kubernetes.io/pod-deletion-cost";

    /** Our note, because the annotation itself has no room for whose it is. */
    static final String ANNOTATION_NOTE = "inferno.llmd.ai/deletion-cost";

    static final DeletionCost NONE = new DeletionCost(null, null);

    private static final String CHEAP = "-1000";

    boolean isOurs() {
        return value != null && value.equals(note);
    }

    boolean isOthers() {
        return value != null && !isOurs();
    }

    /** The patch that marks this version of a pod as one to take first. */
    static JsonObject cheap(@Nullable String resourceVersion) {
        JsonObject annotations = new JsonObject();
        annotations.addProperty(ANNOTATION, CHEAP);
        annotations.addProperty(ANNOTATION_NOTE, CHEAP);
        return patch(annotations, resourceVersion);
    }

    /** The patch that takes what we wrote off this version of a pod; a value of somebody else's stays. */
    JsonObject released(@Nullable String resourceVersion) {
        JsonObject annotations = new JsonObject();
        annotations.add(ANNOTATION_NOTE, JsonNull.INSTANCE);
        if (isOurs()) {
            annotations.add(ANNOTATION, JsonNull.INSTANCE);
        }
        return patch(annotations, resourceVersion);
    }

    private static JsonObject patch(JsonObject annotations, @Nullable String resourceVersion) {
        JsonElement version = resourceVersion == null ? JsonNull.INSTANCE : new JsonPrimitive(resourceVersion);
        JsonObject metadata = new JsonObject();
        metadata.add("resourceVersion", version);
        metadata.add("annotations", annotations);
        JsonObject patch = new JsonObject();
        patch.add("metadata", metadata);
        return patch;
    }
}
