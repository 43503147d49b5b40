package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.util.Watch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.ResponseBody;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeardWatchTest {

    /** Lines of kube-apiserver 1.36. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        V1Pod | 1644 | {"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"1644"},"spec":{"containers":null},"status":{}}}
        V1Deployment | 1620 | {"type":"BOOKMARK","object":{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"resourceVersion":"1620"},"spec":{"replicas":0,"selector":null,"template":{"metadata":{},"spec":{"containers":null}},"strategy":{}},"status":{}}}
        V2HorizontalPodAutoscaler | 1634 | {"type":"BOOKMARK","object":{"kind":"HorizontalPodAutoscaler","apiVersion":"autoscaling/v2","metadata":{"resourceVersion":"1634"},"spec":{"scaleTargetRef":{"kind":"","name":""},"maxReplicas":0},"status":{"desiredReplicas":0,"currentMetrics":null}}}
        V1Node | 1634 | {"type":"BOOKMARK","object":{"kind":"Node","apiVersion":"v1","metadata":{"resourceVersion":"1634"},"spec":{},"status":{"daemonEndpoints":{"kubeletEndpoint":{"Port":0}},"nodeInfo":{"machineID":"","systemUUID":"","bootID":"","kernelVersion":"","osImage":"","containerRuntimeVersion":"","kubeletVersion":"","kubeProxyVersion":"","operatingSystem":"","architecture":""}}}}
        V1ResourceQuota | 1639 | {"type":"BOOKMARK","object":{"kind":"ResourceQuota","apiVersion":"v1","metadata":{"resourceVersion":"1639"},"spec":{},"status":{}}}
        """)
    void understandsTheBookmarksOfTheServer(String kind, String version, String line) throws Exception {
        AtomicInteger heard = new AtomicInteger();
        try (Watch<KubernetesObject> watch = over(kind, line + "\n", heard::incrementAndGet)) {
            assertTrue(watch.hasNext());
            Watch.Response<KubernetesObject> bookmark = watch.next();

            assertEquals("BOOKMARK", bookmark.type);
            assertEquals(version, bookmark.object.getMetadata().getResourceVersion());
            assertFalse(watch.hasNext());
        }
        assertEquals(1, heard.get());
    }

    private static <T> HeardWatch<T> over(String kind, String body, Runnable contact) throws ClassNotFoundException {
        ApiClient client = new ApiClient();
        Call call = client.getHttpClient()
                .newCall(new Request.Builder().url("http://localhost").build());
        return new HeardWatch<>(client.getJSON(), ResponseBody.create(body, null), call, reader(kind), contact);
    }

    @SuppressWarnings("unchecked")
    private static <T> ObjectReader<T> reader(String kind) throws ClassNotFoundException {
        Class<?> model = Class.forName("io.kubernetes.client.openapi.models." + kind);
        return in -> (T) JSON.getGson().fromJson(in, model);
    }
}
