package dev.inferno.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.documents.DocumentStream.Item;
import dev.inferno.snapshot.Memory.Scaling;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentStreamTest {

    private static Item.Parsed parsed(Item item) {
        return assertInstanceOf(Item.Parsed.class, item);
    }

    private static String broken(Item item) {
        return assertInstanceOf(Item.Broken.class, item).message();
    }

    @Test
    void readsOneJsonDocumentOverManyLines() {
        var items = DocumentStream.parse("{\n  \"kind\": \"Snapshot\",\n\t\"id\": [1, 2.5, true, null]\n}\n", false);
        assertEquals(1, items.size());
        assertEquals("Snapshot", parsed(items.getFirst()).kind());
        assertEquals(
                "{\"kind\":\"Snapshot\",\"id\":[1,2.5,true,null]}",
                parsed(items.getFirst()).json().toString());
    }

    @Test
    void aBrokenLineDoesNotSpoilTheOthers() {
        var items = DocumentStream.parse("{\"kind\":\"A\"}\n\n{\"kind\":\n{\"kind\":\"B\"}\n", true);
        assertEquals(3, items.size());
        assertEquals("A", parsed(items.get(0)).kind());
        assertTrue(broken(items.get(1)).startsWith("not JSON: "));
        assertEquals("B", parsed(items.get(2)).kind());
    }

    @Test
    void readsAYamlStreamAndSkipsEmptyDocuments() {
        var items = DocumentStream.parse("kind: A\n---\n---\nkind: B\nlist: [x]\n---\n- 1\n", false);
        assertEquals(
                List.of("A", "B", ""),
                items.stream().map(item -> parsed(item).kind()).toList());
    }

    @Test
    void keepsWhatStandsBeforeABrokenYamlDocument() {
        var items = DocumentStream.parse("kind: A\n---\nkind: [B\n", false);
        assertEquals(2, items.size());
        assertEquals("A", parsed(items.get(0)).kind());
        assertTrue(broken(items.get(1)).startsWith("not YAML: "));
    }

    @Test
    void aKeyGivenTwiceIsRefused() {
        for (String text : List.of("kind: A\nkind: B\n", "{\"kind\": \"A\", \"kind\": \"B\"}")) {
            var items = DocumentStream.parse(text, false);
            assertEquals(1, items.size());
            String message = broken(items.getFirst());
            assertTrue(message.contains("duplicate key kind"), message);
        }
    }

    @Test
    void aKeyGivenTwiceIsRefusedInJsonLinesTooAndTheOtherLinesGoOn() {
        var items = DocumentStream.parse("{\"kind\": \"A\", \"kind\": \"B\"}\n{\"kind\": \"C\"}\n", true);
        assertTrue(broken(items.get(0)).contains("duplicate key kind"), broken(items.get(0)));
        assertEquals("C", parsed(items.get(1)).kind());
    }

    @Test
    void keysThatDifferOnlyInTheirTypeAreTheSameKey() {
        var items = DocumentStream.parse("1: a\n\"1\": b\n---\nkind: C\n", false);
        assertTrue(broken(items.get(0)).contains("duplicate key 1"), broken(items.get(0)));
        assertEquals("C", parsed(items.get(1)).kind());
    }

    @Test
    void anAnchorThatHoldsItselfIsRefused() {
        var items = DocumentStream.parse("a: &x\n- *x\n", false);
        assertTrue(broken(items.getFirst()).contains("an anchor holds itself"), broken(items.getFirst()));
    }

    @Test
    void whatLooksLikeADayStaysTheTextItIs() {
        var items = DocumentStream.parse("name: 2026-01-01\n", false);
        assertEquals(
                "{\"name\":\"2026-01-01\"}", parsed(items.getFirst()).json().toString());
    }

    @Test
    void aTimeNeedsNoQuotesInYaml() {
        var items = DocumentStream.parse("at: 2026-01-01T00:00:00Z\nfrom: 1\nto: 2\n", false);
        assertEquals(
                new Scaling(Instant.parse("2026-01-01T00:00:00Z"), 1, 2),
                parsed(items.getFirst()).as(Scaling.class));
    }

    @Test
    void anEmptyTextHoldsNoDocument() {
        assertEquals(List.of(), DocumentStream.parse("", false));
        assertEquals(List.of(), DocumentStream.parse("\n \n", true));
    }
}
