package dev.inferno.operator.kube;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import java.io.IOException;
import java.lang.reflect.Type;
import okhttp3.Call;
import okhttp3.ResponseBody;

/**
 * A watch that notes whenever the server spoke, and that understands bookmarks.
 *
 * <p>Why: a bookmark is an object with nothing but a resource version; all other fields are there and empty, required ones
 * {@code null}, which the library refuses to read. Its watch of pods or Deployments would break and start again with a
 * whole list at every bookmark, once a minute.
 */
final class HeardWatch<T> extends Watch<T> {

    /** The API server writes the type first. */
    private static final String BOOKMARK = "{\"type\":\"BOOKMARK\"";

    private final Runnable contact;

    HeardWatch(JSON json, ResponseBody body, Type type, Call call, Runnable contact) {
        super(json, body, type, call);
        this.contact = contact;
    }

    static <T> HeardWatch<T> open(ApiClient client, Call call, Type type, Runnable contact) throws ApiException {
        try {
            okhttp3.Response response = call.execute();
            if (!response.isSuccessful()) {
                try (ResponseBody body = response.body()) {
                    throw new ApiException(
                            response.message(),
                            response.code(),
                            response.headers().toMultimap(),
                            body.string());
                }
            }
            return new HeardWatch<>(client.getJSON(), response.body(), type, call, contact);
        } catch (IOException e) {
            throw new ApiException(e);
        }
    }

    @Override
    public Watch.Response<T> next() {
        Watch.Response<T> next = super.next();
        contact.run();
        return next;
    }

    @Override
    protected Watch.Response<T> parseLine(String line) throws IOException {
        return line.startsWith(BOOKMARK) ? bookmark(line) : super.parseLine(line);
    }

    /** Of a bookmark the informers read the metadata only, so that its class need not be {@code T}. */
    @SuppressWarnings("unchecked")
    private static <T> Watch.Response<T> bookmark(String line) {
        JsonObject event = JsonParser.parseString(line).getAsJsonObject();
        return new Watch.Response<>("BOOKMARK", (T) new DynamicKubernetesObject(event.getAsJsonObject("object")));
    }
}
