package dev.inferno.e2e.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Power;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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
        long start = System.nanoTime();
        try (Playground playground = new Playground(cluster, folder, SIDE_BY_SIDE)) {
            for (int done = 0; done < worlds; done += SIDE_BY_SIDE) {
                long seed = first + done;
                List<SchedulerWorld> batch = IntStream.range(0, Math.min(SIDE_BY_SIDE, worlds - done))
                        .mapToObj(slot -> WorldDice.world(seed + slot, slot))
                        .toList();
                try (Batch running = new Batch(playground, batch, tally)) {
                    running.run();
                }
                System.out.println("seeds " + first + ".." + (seed + batch.size() - 1) + " after "
                        + (System.nanoTime() - start) / 1_000_000_000 + " s: " + tally);
            }
        }
        assertEquals(List.of(), tally.failures(), () -> String.join("\n", tally.failures()));
        assertTrue(tally.guaranteedPart() >= 0.9, tally::toString);
        assertTrue(tally.grantedPart() >= 0.98, tally::toString);
    }
}
