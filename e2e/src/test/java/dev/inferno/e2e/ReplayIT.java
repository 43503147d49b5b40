package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.Shell;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says of a running operator. */
@ExtendWith(WorldExtension.class)
final class ReplayIT {

    private final World world;

    ReplayIT(World world) {
        this.world = world;
    }

    @Test
    void decidesASnapshotOfTheOperatorAgainByteForByte(@TempDir Path folder) throws IOException {
        try (Scenario s = new Scenario(world, "replay")) {
            s.nodes("nvidia", 1, 2);
            s.serviceClass(1, 24, 500);
            s.deployment("server", "nvidia.com/gpu", 1);
            s.variant("server", "");
            s.load(s.model(), "deterministic", 40);
            s.awaitReplicas("server", 2);
            Await.until("2 wanted", Scenario.SETTLE, () -> s.status("server", "decision.wanted") == 2, s::picture);

            String snapshot = inferno("snapshot", "--operator", world.operator().url());
            Path file = Files.writeString(folder.resolve("snapshot.json"), snapshot);
            JsonObject seen = JsonParser.parseString(snapshot).getAsJsonObject().getAsJsonObject("snapshot");
            String id = seen.get("id").getAsString();
            assertEquals(262_144, kvTokens(seen, s.namespace()), "as the servers report");

            String live = world.operator().body("/debug/decisions/" + id);
            String again =
                    world.inferno("plan", "-f", file.toString(), "-o", "json").out();
            assertEquals(live, again);

            String told = inferno(
                    "explain",
                    "server",
                    "-n",
                    s.namespace(),
                    "--operator",
                    world.operator().url());
            assertTrue(told.contains("A100"), told);
            assertTrue(told.contains("wants 2"), told);
        }
    }

    @Test
    void saysInOneLineWhatIsWrongWithItsInput() {
        Shell.Result unknown = world.inferno("plam");
        Shell.Result nobody = world.inferno("explain", "x", "-n", "y", "--operator", "http://127.0.0.1:1");

        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.err().contains("plam"), unknown.err());
        assertEquals(3, nobody.exitCode());
        assertTrue(nobody.err().contains("127.0.0.1:1"), nobody.err());
    }

    /** Of the only row of the only variant of a namespace. */
    private static long kvTokens(JsonObject seen, String namespace) {
        for (JsonElement variant : seen.getAsJsonArray("variants")) {
            JsonObject key = variant.getAsJsonObject().getAsJsonObject("key");
            if (key.get("namespace").getAsString().equals(namespace)) {
                JsonObject spec = variant.getAsJsonObject().getAsJsonObject("spec");
                JsonObject row = spec.getAsJsonArray("accelerators").get(0).getAsJsonObject();
                return row.get("kvTokens").getAsLong();
            }
        }
        throw new AssertionError("no variant of " + namespace + " in " + seen.get("variants"));
    }

    private String inferno(String... args) {
        Shell.Result result = world.inferno(args);
        assertEquals(0, result.exitCode(), result.err());
        return result.out();
    }
}
