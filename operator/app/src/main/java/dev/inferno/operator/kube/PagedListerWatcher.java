package dev.inferno.operator.kube;

import com.google.gson.reflect.TypeToken;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.informer.ListerWatcher;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.kubernetes.client.util.CallGeneratorParams;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.Watchable;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lists in pages, each trimmed before the next is fetched, and watches with bookmarks.
 *
 * <p>Why: the informers of client-java fetch a list in one piece, so that five thousand nodes need ten times the memory for
 * a moment that they need afterwards; and without bookmarks nobody can tell a quiet watch from a dead one.
 */
final class PagedListerWatcher<T extends KubernetesObject> implements ListerWatcher<T, PageList<T>> {

    private static final int PAGE = 500;

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
        PageList<T> all = page(null);
        String next = all.getMetadata().getContinue();
        while (next != null && !next.isEmpty()) {
            PageList<T> page = page(next);
            all.getItems().addAll(page.getItems());
            next = page.getMetadata().getContinue();
        }
        return all;
    }

    private PageList<T> page(@Nullable String token) throws ApiException {
        List<Pair> query = new ArrayList<>();
        query.add(new Pair("limit", Integer.toString(PAGE)));
        if (token != null) {
            query.add(new Pair("continue", token));
        }
        Type type = TypeToken.getParameterized(PageList.class, kind.type()).getType();
        var call = ApiRequests.call(client, "GET", kind.path(), query, "application/json", null);
        PageList<T> page =
                Objects.requireNonNull(client.<PageList<T>>execute(call, type).getData());
        page.getItems().forEach(kind.trim());
        contact.run();
        return page;
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
        Type type =
                TypeToken.getParameterized(Watch.Response.class, kind.type()).getType();
        var call = ApiRequests.call(client, "GET", kind.path(), query, "application/json", null);
        HeardWatch<T> watch = HeardWatch.open(client, call, type, contact);
        contact.run();
        return watch;
    }
}
