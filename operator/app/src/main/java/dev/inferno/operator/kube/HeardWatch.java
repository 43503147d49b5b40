package dev.inferno.operator.kube;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Status;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import java.io.IOException;
import java.io.StringReader;
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

    private static final String ERROR = "{\"type\":\"ERROR\"";

    private final ObjectReader<T> reader;
    private final Runnable contact;

    HeardWatch(JSON json, ResponseBody body, Call call, ObjectReader<T> reader, Runnable contact) {
        super(json, body, V1Status.class, call);
        this.reader = reader;
        this.contact = contact;
    }

    static <T> HeardWatch<T> open(ApiClient client, Call call, ObjectReader<T> reader, Runnable contact)
            throws ApiException {
        return new HeardWatch<>(client.getJSON(), ApiRequests.answer(call).body(), call, reader, contact);
    }

    @Override
    public Watch.Response<T> next() {
        Watch.Response<T> next = super.next();
        contact.run();
        return next;
    }

    @Override
    protected Watch.Response<T> parseLine(String line) throws IOException {
        if (line.startsWith(BOOKMARK)) {
            return bookmark(line);
        }
        // Holds a Status, whatever is watched.
        return line.startsWith(ERROR) ? super.parseLine(line) : event(line);
    }

    private Watch.Response<T> event(String line) throws IOException {
        String type = null;
        T object = null;
        JsonReader in = new JsonReader(new StringReader(line));
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "type" -> type = in.nextString();
                case "object" -> object = reader.read(in);
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (type == null || object == null) {
            throw new IOException("an event without type or object");
        }
        return new Watch.Response<>(type, object);
    }

    /** Of a bookmark the informers read the metadata only, so that its class need not be {@code T}. */
    @SuppressWarnings("unchecked")
    private static <T> Watch.Response<T> bookmark(String line) {
        JsonObject event = JsonParser.parseString(line).getAsJsonObject();
        return new Watch.Response<>("BOOKMARK", (T) new DynamicKubernetesObject(event.getAsJsonObject("object")));
    }
}
