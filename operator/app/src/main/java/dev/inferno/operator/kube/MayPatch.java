package dev.inferno.operator.kube;

import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiException;
import org.jspecify.annotations.Nullable;

/** Whether optional rights were given: asked, not tried, because the chart does not give them by default. */
final class MayPatch {

    private static final String REVIEWS =
            ApiPaths.collection("authorization.k8s.io", "v1", null, "selfsubjectaccessreviews");

    private MayPatch() {}

    /**
     * Whether this account may patch objects of a kind of the core group.
     *
     * @param namespace null = of the whole cluster
     */
    static boolean ask(ApiRequests requests, String plural, @Nullable String namespace) throws ApiException {
        JsonObject attributes = new JsonObject();
        attributes.addProperty("verb", "patch");
        attributes.addProperty("resource", plural);
        if (namespace != null) {
            attributes.addProperty("namespace", namespace);
        }
        JsonObject spec = new JsonObject();
        spec.add("resourceAttributes", attributes);
        JsonObject review = new JsonObject();
        review.addProperty("apiVersion", "authorization.k8s.io/v1");
        review.addProperty("kind", "SelfSubjectAccessReview");
        review.add("spec", spec);
        return requests.create(REVIEWS, review)
                .getAsJsonObject("status")
                .get("allowed")
                .getAsBoolean();
    }
}
