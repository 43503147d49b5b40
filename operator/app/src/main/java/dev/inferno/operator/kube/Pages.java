package dev.inferno.operator.kube;

import com.google.gson.stream.JsonReader;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One listing, in pages: the next is asked for as soon as the head of this one names it, and both are read side by side. Never
 * more than two, so that no more is in memory than what their objects are kept as.
 */
final class Pages<T extends KubernetesObject> {

    private static final int SIZE = 500;
    private static final int AT_ONCE = 2;

    private final ApiClient client;
    private final WatchedKind<T> kind;
    private final Runnable contact;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Queue<Future<PageList<T>>> asked = new ConcurrentLinkedQueue<>();
    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();

    Pages(ApiClient client, WatchedKind<T> kind, Runnable contact) {
        this.client = client;
        this.kind = kind;
        this.contact = contact;
    }

    /**
     * All objects, with the metadata of the first page: what came later is told by a watch from there. Only once.
     *
     * @throws ApiException when any page was refused, or did not arrive
     */
    PageList<T> all() throws ApiException {
        try (tasks) {
            ask(null);
            PageList<T> all = asked.remove().get();
            // A page is asked for before the one in front of it is done.
            for (var next = asked.poll(); next != null; next = asked.poll()) {
                all.items().addAll(next.get().items());
            }
            return all;
        } catch (ExecutionException e) {
            tasks.shutdownNow();
            throw e.getCause() instanceof ApiException api ? api : new ApiException(e.getCause());
        } catch (InterruptedException e) {
            tasks.shutdownNow();
            Thread.currentThread().interrupt();
            throw new ApiException(e);
        }
    }

    private void ask(@Nullable String token) {
        asked.add(tasks.submit(() -> page(token)));
    }

    private PageList<T> page(@Nullable String token) throws ApiException, InterruptedException {
        List<Pair> query = new ArrayList<>();
        query.add(new Pair("limit", Integer.toString(SIZE)));
        if (token != null) {
            query.add(new Pair("continue", token));
        }
        room.acquire();
        Call call = ApiRequests.call(client, "GET", kind.path(), query, "application/json", null);
        // It is open while we read; what limits it is silence of the server, not how slow we are.
        call.timeout().clearTimeout();
        try (Response answer = ApiRequests.answer(call);
                JsonReader in = new JsonReader(answer.body().charStream())) {
            PageList<T> page = PageList.read(in, kind.reader(), this::ask);
            contact.run();
            return page;
        } catch (IOException e) {
            throw new ApiException(e);
        } finally {
            room.release();
        }
    }
}
