package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.stream.JsonReader;
import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Node;
import io.kubernetes.client.openapi.models.V1Pod;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The readers of the stream against the client's whole models, and against what no API server should write. */
final class SlimReadingTest {

    private static final int OBJECTS = 400;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void readsWhatTheWholeModelSays(long seed) throws IOException {
        var drawn = new DrawnObjects(new Random(seed));
        for (int i = 0; i < OBJECTS; i++) {
            V1Pod pod = drawn.pod(i);
            String json = JSON.serialize(pod);
            SeenPod seen = SeenPod.read(stream(json));
            assertNull(seen.problem(), json);
            assertEquals(PodTranslator.facts(JSON.getGson().fromJson(json, V1Pod.class)), seen.facts(), json);
            assertEquals(Objects.requireNonNull(pod.getMetadata()).getResourceVersion(), seen.resourceVersion());

            V1Node node = drawn.node(i);
            json = JSON.serialize(node);
            SeenNode read = SeenNode.read(stream(json));
            assertNull(read.problem(), json);
            assertEquals(NodeTranslator.facts(JSON.getGson().fromJson(json, V1Node.class)), read.facts(), json);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            spec.nodeName is NUMBERS     | {"spec": {"nodeName": ["n"], "containers": []}}
            spec.containers is STRING    | {"spec": {"containers": "c", "nodeName": "n"}}
            must be a quantity           | {"spec": {"nodeName": "n", "containers": [{"resources": {"requests": {"cpu": "much"}}}]}}
            must be a whole number       | {"spec": {"nodeName": "n", "containers": [{"ports": [{"hostPort": 1.5}]}]}}
            must be a time               | {"metadata": {"deletionTimestamp": "soon"}, "spec": {"containers": []}}
            spec.hostNetwork is STRING   | {"spec": {"hostNetwork": "yes", "containers": []}}
            operator (Like)              | {"metadata": {"name": "p"}, "spec": {"containers": [], "affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{"topologyKey": "z", "labelSelector": {"matchExpressions": [{"key": "a", "operator": "Like"}]}}]}}}}
            topologyKey                  | {"spec": {"containers": [], "affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{"labelSelector": {}}]}}}}
            metadata is NUMBER           | {"metadata": 7, "spec": {"containers": []}}
            the pod is STRING            | "pod"
            """)
    void aPodOfAnotherShapeIsLostAlone(String problem, String json) throws IOException {
        String sound = "{\"metadata\": {\"namespace\": \"a\", \"name\": \"sound\"}, \"spec\": {\"containers\": []}}";

        PageList<SeenPod> page = PageList.read(
                stream("{\"metadata\": {}, \"items\": [" + json + "," + sound + "]}"), SeenPod::read, token -> {});

        assertTrue(
                String.valueOf(page.items().getFirst().problem()).contains(problem.replace("NUMBERS", "BEGIN_ARRAY")),
                String.valueOf(page.items().getFirst().problem()));
        assertEquals("sound", page.items().getLast().name());
        assertNull(page.items().getLast().problem());
    }

    @Test
    void whatIsHalfReadHoldsItsNodeOrEverything() throws IOException {
        var nodes = new FactsCache<SeenNode, NodeFacts>();
        var pods = new FactsCache<SeenPod, PodFacts>();
        nodes.add(SeenNode.read(
                stream("{\"metadata\": {\"name\": \"a\"}, \"status\": {\"allocatable\": {\"cpu\": 4}}}")));
        nodes.add(SeenNode.read(
                stream("{\"metadata\": {\"name\": \"b\"}, \"status\": {\"allocatable\": {\"cpu\": []}}}")));
        nodes.add(SeenNode.read(stream("{\"metadata\": {\"name\": \"c\"}}")));
        pods.add(SeenPod.read(
                stream("{\"metadata\": {\"name\": \"p\"}, \"spec\": {\"nodeName\": \"a\", \"containers\": 1}}")));

        var known = assertInstanceOf(
                Inventory.Known.class,
                InventoryReader.of(nodes.facts(), nodes.odd(), pods.facts(), pods.odd(), List.of()));
        assertEquals(
                List.of(true, true, false),
                known.nodes().stream().map(NodeFacts::unschedulable).toList());
        assertEquals(1, known.pods().size());

        pods.add(SeenPod.read(stream("{\"metadata\": {\"name\": \"q\"}, \"spec\": 1}")));
        assertInstanceOf(
                Inventory.Unknown.class,
                InventoryReader.of(nodes.facts(), nodes.odd(), pods.facts(), pods.odd(), List.of()));

        pods.update(SeenPod.read(stream("{\"metadata\": {\"name\": \"q\"}, \"spec\": {\"containers\": []}}")));
        pods.delete(SeenPod.read(stream("{\"metadata\": {\"name\": \"p\"}}")));
        assertEquals(List.of(), pods.odd());
    }

    @Test
    void theNextPageIsNamedBeforeTheFirstItemIsRead() throws IOException {
        List<String> order = new ArrayList<>();

        PageList.read(
                stream("{\"metadata\": {\"continue\": \"more\"}, \"items\": [{\"metadata\": {\"name\": \"p\"}}]}"),
                in -> {
                    SeenPod pod = SeenPod.read(in);
                    order.add(pod.name());
                    return pod;
                },
                order::add);

        assertEquals(List.of("more", "p"), order);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theCacheTellsWhatSortingAllWouldTell(long seed) throws IOException {
        Random random = new Random(seed);
        var cache = new FactsCache<SeenPod, PodFacts>();
        var expected = new TreeMap<String, SeenPod>();
        for (int i = 0; i < 3000; i++) {
            String name = "p" + random.nextInt(200);
            String phase = random.nextInt(4) == 0 ? "Succeeded" : "Running";
            SeenPod pod = SeenPod.read(stream("{\"metadata\": {\"name\": \"" + name + "\", \"resourceVersion\": \"" + i
                    + "\"}, \"spec\": {\"containers\": [], \"nodeName\": \"n" + i + "\"}, \"status\": {\"phase\": \""
                    + phase
                    + "\"}}"));
            if (random.nextInt(3) == 0) {
                cache.delete(pod);
                expected.remove(name);
            } else if (expected.put(name, pod) == null) {
                cache.add(pod);
            } else {
                cache.update(pod);
            }
            if (random.nextInt(10) == 0) {
                assertEquals(
                        expected.values().stream()
                                .map(SeenPod::facts)
                                .filter(Objects::nonNull)
                                .toList(),
                        cache.facts());
            }
        }
    }

    private static JsonReader stream(String json) {
        return new JsonReader(new StringReader(json));
    }
}
