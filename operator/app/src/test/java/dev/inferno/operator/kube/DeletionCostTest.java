package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

/** Whose deletion cost a pod carries, and what is taken off. */
final class DeletionCostTest {

    private static final DeletionCost OURS = new DeletionCost("-1000", "-1000");

    @Test
    void isOursOnlyAsWeWroteIt() {
        DeletionCost changed = new DeletionCost("7", "-1000");
        DeletionCost users = new DeletionCost("-1000", null);

        assertTrue(OURS.isOurs() && !OURS.isOthers());
        assertTrue(changed.isOthers() && users.isOthers());
        assertFalse(DeletionCost.NONE.isOurs() || DeletionCost.NONE.isOthers());
    }

    @Test
    void takesOffOnlyWhatIsOurs() {
        String both = "{\"metadata\":{\"resourceVersion\":\"8\",\"annotations\":"
                + "{\"inferno.llmd.ai/deletion-cost\":null,\"controller.kubernetes.io/pod-deletion-cost\":null}}}";
        String note = both.replace(",\"controller.kubernetes.io/pod-deletion-cost\":null", "");

        assertEquals(both, OURS.released("8").toString());
        assertEquals(note, new DeletionCost("7", "-1000").released("8").toString());
    }

    @Test
    void isReadFromThePodAmongOtherAnnotations() throws IOException {
        var marked = Manifests.json("{metadata: {name: p, annotations: {other: x}}, spec: {containers: []}}");
        marked.getAsJsonObject("metadata")
                .getAsJsonObject("annotations")
                .asMap()
                .putAll(DeletionCost.cheap("8")
                        .getAsJsonObject("metadata")
                        .getAsJsonObject("annotations")
                        .asMap());

        assertEquals(OURS, read(marked.toString()).deletionCost());
        assertEquals(
                DeletionCost.NONE,
                read("{\"metadata\": {\"name\": \"p\"}, \"spec\": {\"containers\": []}}")
                        .deletionCost());
    }

    private static SeenPod read(String json) throws IOException {
        return SeenPod.read(new JsonReader(new StringReader(json)));
    }
}
