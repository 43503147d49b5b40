package dev.inferno.operator.kube;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiException;

/** The only way to write, the Lease itself excepted: asks the fence, then sends. Reading is free. */
final class FencedWrites {

    private final ApiRequests requests;
    private final Fence fence;

    FencedWrites(ApiRequests requests, Fence fence) {
        this.requests = requests;
        this.fence = fence;
    }

    JsonObject get(String path) throws ApiException {
        return requests.get(path);
    }

    JsonObject create(String path, JsonElement body) throws ApiException, NotLeader {
        fence.check();
        return requests.create(path, body);
    }

    JsonObject mergePatch(String path, JsonElement body) throws ApiException, NotLeader {
        fence.check();
        return requests.mergePatch(path, body);
    }

    JsonObject jsonPatch(String path, JsonElement body) throws ApiException, NotLeader {
        fence.check();
        return requests.jsonPatch(path, body);
    }
}
