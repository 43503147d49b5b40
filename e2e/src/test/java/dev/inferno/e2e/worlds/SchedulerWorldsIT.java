package dev.inferno.e2e.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Power;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator's fit rules beside kube-scheduler's own. {@code -Dinferno.worlds=N -Dinferno.worlds.seed=S} takes the worlds
 * of seeds S .. S+N-1; a world that fails is drawn again by its own seed.
 */
@ExtendWith(WorldExtension.class)
final class SchedulerWorldsIT {

    private static final int SIDE_BY_SIDE = 20;

    private final World cluster;

    SchedulerWorldsIT(World cluster) {
        this.cluster = cluster;
    }

    @Test
    void whatIsGuaranteedBindsWholeWhatIsRefusedStaysPendingAndLittleIsGivenAway(@TempDir Path folder) {
        cluster.needs(Power.FAKE_NODES);
        int worlds = Integer.getInteger("inferno.worlds", 100);
        long first = Long.getLong("inferno.worlds.seed", 1);
        Tally tally = new Tally();
        createNamespaces();
        long start = System.nanoTime();
        try {
            for (int done = 0; done < worlds; done += SIDE_BY_SIDE) {
                long seed = first + done;
                List<SchedulerWorld> batch = IntStream.range(0, Math.min(SIDE_BY_SIDE, worlds - done))
                        .mapToObj(slot -> WorldDice.world(seed + slot, slot))
                        .toList();
                try (Batch running = new Batch(cluster, folder, batch, tally)) {
                    running.run();
                }
                System.out.println("seeds " + first + ".." + (seed + batch.size() - 1) + " after "
                        + (System.nanoTime() - start) / 1_000_000_000 + " s: " + tally);
            }
        } finally {
            removeNamespaces();
        }
        assertEquals(List.of(), tally.failures(), () -> String.join("\n", tally.failures()));
        assertTrue(tally.guaranteedPart() >= 0.9, tally::toString);
        assertTrue(tally.grantedPart() >= 0.98, tally::toString);
    }

    private void createNamespaces() {
        List<JsonObject> objects = new ArrayList<>();
        names().forEach(name -> objects.add(Json.object("v1", "Namespace", Json.of(Map.of("name", name)))));
        cluster.kubectl().create(Json.objects(objects));
        Await.until(
                "every namespace has its ServiceAccount",
                Duration.ofSeconds(60),
                () -> accounts()
                                .lines()
                                .filter(name -> name.startsWith("world-"))
                                .count()
                        == 2 * SIDE_BY_SIDE,
                this::accounts);
    }

    private String accounts() {
        String path = "jsonpath={range .items[*]}{.metadata.namespace}{\"\\n\"}{end}";
        return cluster.kubectl().run("get", "serviceaccounts", "-A", "-o", path);
    }

    private void removeNamespaces() {
        List<String> words = new ArrayList<>(List.of("delete", "namespaces", "--wait=false"));
        names().forEach(words::add);
        cluster.kubectl().run(words.toArray(String[]::new));
    }

    private static Stream<String> names() {
        return IntStream.range(0, SIDE_BY_SIDE)
                .boxed()
                .flatMap(slot -> Stream.of(SchedulerWorld.namespace(slot), SchedulerWorld.otherNamespace(slot)));
    }
}
