package dev.inferno.bench;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Writes nodes and pods into a cluster, for a real API server's answers. Without their status, which takes a request of its own,
 * and in one namespace, so that pods are smaller than recorded ones.
 */
public final class InventoryLoader {

    private static final int AT_ONCE = 24;

    private final ApiClient client;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final AtomicInteger refused = new AtomicInteger();

    private InventoryLoader(ApiClient client) {
        this.client = client;
    }

    /** Arguments: kubeconfig, nodes, pods, seed. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        try (Reader reader = Files.newBufferedReader(file)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            config.setFile(file.toFile());
            InventoryLoader loader =
                    new InventoryLoader(ClientBuilder.kubeconfig(config).build());
            int nodes = Integer.parseInt(args[1]);
            int pods = Integer.parseInt(args[2]);
            loader.load(new InventoryWorld(nodes, pods, Long.parseLong(args[3])), nodes, pods);
        }
        System.exit(0);
    }

    private void load(InventoryWorld world, int nodes, int pods) throws InterruptedException {
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < nodes + pods; i++) {
                boolean node = i < nodes;
                String object = node ? world.nodeAt(i) : world.podAt(i - nodes);
                room.acquire();
                tasks.execute(() -> create(node ? "/api/v1/nodes" : "/api/v1/namespaces/default/pods", object));
            }
        }
        System.err.println((nodes + pods - refused.get()) + " objects written, " + refused.get() + " refused");
    }

    private void create(String path, String object) {
        String fresh = object.replaceFirst("\"resourceVersion\":\"\\d+\",", "")
                .replaceFirst("\"namespace\":\"[^\"]*\"", "\"namespace\":\"default\"");
        Request request = new Request.Builder()
                .url(client.getBasePath() + path)
                .post(RequestBody.create(fresh.getBytes(StandardCharsets.UTF_8), MediaType.get("application/json")))
                .build();
        try (Response answer = client.getHttpClient().newCall(request).execute()) {
            if (!answer.isSuccessful() && refused.getAndIncrement() == 0) {
                System.err.println(answer.code() + ": " + answer.body().string());
            }
        } catch (IOException e) {
            if (refused.getAndIncrement() == 0) {
                System.err.println(e);
            }
        } finally {
            room.release();
        }
    }
}
