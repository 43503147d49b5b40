package dev.inferno.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/schemas} holds what the records say; rewrite it with {@code -Dschemas.write=true}. */
final class RecordSchemaTest {

    private static final Path FOLDER = Path.of("../../docs/schemas");

    @ParameterizedTest
    @ValueSource(
            classes = {
                SizingCase.class,
                SizingAnswer.class,
                ProfileAnswer.class,
                PlanningCase.class,
                PlanningAnswer.class,
                PlanComparison.class,
                InventoryAnswer.class,
                SnapshotDocument.class,
                DecisionDocument.class
            })
    void isWrittenDownAsTheRecordsSay(Class<? extends Record> document) throws IOException {
        Path file = FOLDER.resolve(document.getSimpleName() + ".json");
        String schema = RecordSchema.of(document);
        if (Boolean.getBoolean("schemas.write")) {
            Files.writeString(file, schema);
        }

        assertEquals(Files.readString(file), schema);
    }
}
