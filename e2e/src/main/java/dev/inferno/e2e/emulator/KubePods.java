package dev.inferno.e2e.emulator;

import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodList;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ready pods of a cluster, kept by a watch. */
final class KubePods implements PodSource {

    private final SharedInformerFactory factory;
    private final SharedIndexInformer<V1Pod> informer;
    private final PodReader reader;
    private final Set<String> complainedAbout = ConcurrentHashMap.newKeySet();

    private KubePods(ApiClient client, PodReader reader) {
        this.reader = reader;
        this.factory = new SharedInformerFactory(client);
        CoreV1Api api = new CoreV1Api(client);
        this.informer = factory.sharedIndexInformerFor(
                call -> api.listPodForAllNamespaces()
                        .resourceVersion(call.resourceVersion)
                        .timeoutSeconds(call.timeoutSeconds)
                        .watch(call.watch)
                        .buildCall(null),
                V1Pod.class,
                V1PodList.class);
        factory.startAllRegisteredInformers();
    }

    static KubePods connect(String kubeconfig, ServerProfile fallback) {
        Path file = Path.of(kubeconfig);
        try (Reader text = Files.newBufferedReader(file)) {
            KubeConfig config = KubeConfig.loadKubeConfig(text);
            config.setFile(file.toFile());
            ApiClient client = ClientBuilder.kubeconfig(config).build();
            client.setReadTimeout((int) Duration.ZERO.toMillis());
            return new KubePods(client, new PodReader(fallback));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use --kubeconfig " + kubeconfig, e);
        }
    }

    @Override
    public Set<EmulatedPod> readyPods() {
        Set<EmulatedPod> pods = new LinkedHashSet<>();
        for (V1Pod pod : informer.getIndexer().list()) {
            read(pod).ifPresent(pods::add);
        }
        return pods;
    }

    @Override
    public void close() {
        factory.stopAllRegisteredInformers();
    }

    private Optional<EmulatedPod> read(V1Pod pod) {
        try {
            return reader.read(pod);
        } catch (IllegalArgumentException e) {
            V1ObjectMeta meta = pod.getMetadata();
            if (meta != null && complainedAbout.add(meta.getUid() + e.getMessage())) {
                System.err.printf(
                        "emulator: pod %s/%s is not emulated: %s%n",
                        meta.getNamespace(), meta.getName(), e.getMessage());
            }
            return Optional.empty();
        }
    }
}
