package dev.inferno.e2e.harness;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Set;

/**
 * One answered request of the API server's audit log.
 *
 * @param resource with the subresource, such as {@code deployments/scale}; empty for a URL that is no resource
 * @param name of the object; empty for a list or a creation with a generated name
 */
public record Audit(
        boolean answered,
        String user,
        String verb,
        String group,
        String resource,
        String namespace,
        String name,
        int code) {

    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");

    /** Reads a line of the log. */
    public static Audit of(String line) {
        JsonObject event = JsonParser.parseString(line).getAsJsonObject();
        JsonObject object = event.has("objectRef") ? event.getAsJsonObject("objectRef") : new JsonObject();
        String subresource = text(object, "subresource");
        JsonElement status = event.get("responseStatus");
        return new Audit(
                text(event, "stage").equals("ResponseComplete"),
                text(event.getAsJsonObject("user"), "username"),
                text(event, "verb"),
                text(object, "apiGroup"),
                text(object, "resource") + (subresource.isEmpty() ? "" : "/" + subresource),
                text(object, "namespace"),
                text(object, "name"),
                status == null ? 0 : status.getAsJsonObject().get("code").getAsInt());
    }

    /** Whether an operator's own account asked. */
    public boolean isOperator() {
        return user.startsWith("system:serviceaccount:") && user.endsWith("controller-manager");
    }

    /** An operator's answered attempt to change something. */
    public boolean isWrite() {
        return answered && isOperator() && WRITES.contains(verb);
    }

    /** Such an attempt on a resource like {@code deployments/scale}. */
    public boolean isWrite(String wanted) {
        return isWrite() && resource.equals(wanted);
    }

    /** Namespace and name. */
    public String object() {
        return namespace + "/" + name;
    }

    private static String text(JsonObject object, String key) {
        return object.has(key) ? object.get(key).getAsString() : "";
    }
}
