package dev.inferno.operator.kube;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two API clients of a process: one for watches, which may be silent for minutes and are kept alive by pings, and one for
 * everything else, where an answer that takes longer than the lease allows is given up.
 */
public final class KubeConnection implements AutoCloseable {

    private static final Duration PING = Duration.ofSeconds(30);

    private final ApiClient watches;
    private final ApiClient requests;

    KubeConnection(ApiClient watches, ApiClient requests) {
        this.watches = watches;
        this.requests = requests;
    }

    /**
     * Connects with a kubeconfig file; without one as every Kubernetes program does: {@code KUBECONFIG}, then the home
     * folder, then the service account of the pod.
     */
    public static KubeConnection open(@Nullable Path kubeconfig, KubeSettings settings, ApiRequestListener listener)
            throws IOException {
        ApiClient watches = client(kubeconfig);
        watches.setHttpClient(watches.getHttpClient()
                .newBuilder()
                .readTimeout(Duration.ZERO)
                .pingInterval(PING)
                .addInterceptor(new RequestCounter(listener))
                .build());
        ApiClient requests = client(kubeconfig);
        requests.setHttpClient(requests.getHttpClient()
                .newBuilder()
                .connectTimeout(settings.requestTimeout())
                .readTimeout(settings.requestTimeout())
                .writeTimeout(settings.requestTimeout())
                .callTimeout(settings.requestTimeout())
                .addInterceptor(new RequestCounter(listener))
                .build());
        return new KubeConnection(watches, requests);
    }

    private static ApiClient client(@Nullable Path kubeconfig) throws IOException {
        if (kubeconfig == null) {
            requireOneOfTheDefaults();
            return ClientBuilder.standard().build();
        }
        try (Reader reader = Files.newBufferedReader(kubeconfig)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            config.setFile(kubeconfig.toFile());
            return ClientBuilder.kubeconfig(config).build();
        }
    }

    /** With none of them the library would take http://localhost:8080 for the API server, which may even be ourselves. */
    private static void requireOneOfTheDefaults() throws IOException {
        Path token = Path.of(Config.SERVICEACCOUNT_TOKEN_PATH);
        String home = Objects.requireNonNullElse(System.getenv(KubeConfig.ENV_HOME), "");
        Path file = Path.of(home, KubeConfig.KUBEDIR, KubeConfig.KUBECONFIG);
        if (!Files.exists(file) && !Files.exists(token)) {
            throw new NoSuchFileException("neither " + file + " nor " + token + " is there");
        }
    }

    /** The address of the API server, for logs. */
    public String server() {
        return requests.getBasePath();
    }

    ApiClient watchClient() {
        return watches;
    }

    ApiClient requestClient() {
        return requests;
    }

    ApiRequests requests() {
        return new ApiRequests(requests);
    }

    @Override
    public void close() {
        for (ApiClient client : new ApiClient[] {watches, requests}) {
            client.getHttpClient().dispatcher().cancelAll();
            client.getHttpClient().dispatcher().executorService().shutdown();
            client.getHttpClient().connectionPool().evictAll();
        }
    }
}
