package dev.inferno.operator.kube;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.inferno.cycle.CallerCheck;
import io.kubernetes.client.openapi.ApiException;

/**
 * Has the API server say whose token it is and whether they may {@code get} a path, by TokenReview and SubjectAccessReview,
 * as controller-runtime does. Two requests per check. Needs {@code create} on both kinds. Thread-safety: all methods from any
 * thread.
 */
public final class CallerReviews implements CallerCheck {

    private static final String TOKENS = "/apis/authentication.k8s.io/v1/tokenreviews";
    private static final String ACCESS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

    private final ApiRequests requests;

    public CallerReviews(KubeConnection connection) {
        this(connection.requests());
    }

    CallerReviews(ApiRequests requests) {
        this.requests = requests;
    }

    @Override
    public Verdict check(String token, String path) {
        try {
            JsonObject answer = status(requests.create(TOKENS, tokenReview(token)));
            if (!isTrue(answer, "authenticated")) {
                return new Verdict.Unknown(text(answer, "error", "the API server does not know this token"));
            }
            JsonObject user = answer.getAsJsonObject("user");
            return isTrue(status(requests.create(ACCESS, accessReview(user, path))), "allowed")
                    ? new Verdict.Allowed()
                    : new Verdict.Refused(text(user, "username", "(no name)"));
        } catch (ApiException e) {
            return new Verdict.Unavailable(ApiErrors.message(e)
                    + (ApiErrors.isForbidden(e)
                            ? "; this operator needs `create` on tokenreviews and subjectaccessreviews"
                            : ""));
        }
    }

    private static JsonObject tokenReview(String token) {
        JsonObject spec = new JsonObject();
        spec.addProperty("token", token);
        return review("authentication.k8s.io/v1", "TokenReview", spec);
    }

    private static JsonObject accessReview(JsonObject user, String path) {
        JsonObject wanted = new JsonObject();
        wanted.addProperty("path", path);
        wanted.addProperty("verb", "get");
        JsonObject spec = new JsonObject();
        spec.add("nonResourceAttributes", wanted);
        spec.addProperty("user", text(user, "username", ""));
        spec.addProperty("uid", text(user, "uid", ""));
        spec.add("groups", user.has("groups") ? user.get("groups") : new JsonArray());
        if (user.has("extra")) {
            spec.add("extra", user.get("extra"));
        }
        return review("authorization.k8s.io/v1", "SubjectAccessReview", spec);
    }

    private static JsonObject review(String apiVersion, String kind, JsonObject spec) {
        JsonObject review = new JsonObject();
        review.addProperty("apiVersion", apiVersion);
        review.addProperty("kind", kind);
        review.add("spec", spec);
        return review;
    }

    private static JsonObject status(JsonObject review) {
        JsonElement status = review.get("status");
        return status == null ? new JsonObject() : status.getAsJsonObject();
    }

    private static boolean isTrue(JsonObject object, String field) {
        JsonElement value = object.get(field);
        return value != null && value.getAsBoolean();
    }

    private static String text(JsonObject object, String field, String otherwise) {
        JsonElement value = object.get(field);
        return value == null || value.getAsString().isEmpty() ? otherwise : value.getAsString();
    }
}
