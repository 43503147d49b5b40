package dev.inferno.operator.kube;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.informer.ListerWatcher;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.kubernetes.client.util.CallGeneratorParams;
import io.kubernetes.client.util.Watchable;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists in pages, each object reduced to what is kept before the next is read, and watches with bookmarks.
 *
 * <p>Why: the informers of client-java fetch a list in one piece and as models, so that five thousand nodes need ten times
 * the memory for a moment that they need afterwards; and without bookmarks nobody can tell a quiet watch from a dead one.
 */
final class PagedListerWatcher<T extends KubernetesObject> implements ListerWatcher<T, PageList<T>> {

    private final ApiClient client;
    private final WatchedKind<T> kind;
    private final Runnable contact;

    PagedListerWatcher(ApiClient client, WatchedKind<T> kind, Runnable contact) {
        this.client = client;
        this.kind = kind;
        this.contact = contact;
    }

    @Override
    public PageList<T> list(CallGeneratorParams params) throws ApiException {
        return new Pages<>(client, kind, contact).all();
    }

    @Override
    public Watchable<T> watch(CallGeneratorParams params) throws ApiException {
        List<Pair> query = new ArrayList<>();
        query.add(new Pair("watch", "true"));
        query.add(new Pair("allowWatchBookmarks", "true"));
        if (params.resourceVersion != null) {
            query.add(new Pair("resourceVersion", params.resourceVersion));
        }
        if (params.timeoutSeconds != null) {
            query.add(new Pair("timeoutSeconds", params.timeoutSeconds.toString()));
        }
        var call = ApiRequests.call(client, "GET", kind.path(), query, "application/json", null);
        HeardWatch<T> watch = HeardWatch.open(client, call, kind.reader(), contact);
        contact.run();
        return watch;
    }
}
