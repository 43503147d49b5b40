package dev.inferno.operator.kube;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

/** The JSON merge patch (RFC 7396) that turns one object into another: what is gone becomes null, what is equal is left out. */
final class MergePatch {

    private MergePatch() {}

    static JsonObject between(JsonObject before, JsonObject after) {
        JsonObject patch = new JsonObject();
        for (String name : before.keySet()) {
            if (!after.has(name)) {
                patch.add(name, JsonNull.INSTANCE);
            }
        }
        for (String name : after.keySet()) {
            JsonElement old = before.get(name);
            JsonElement now = after.get(name);
            if (old != null && old.isJsonObject() && now.isJsonObject()) {
                JsonObject inner = between(old.getAsJsonObject(), now.getAsJsonObject());
                if (!inner.isEmpty()) {
                    patch.add(name, inner);
                }
            } else if (!now.equals(old)) {
                patch.add(name, now);
            }
        }
        return patch;
    }
}
