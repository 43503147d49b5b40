package dev.inferno.topology.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.topology.ClusterTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Writes the tables of {@code docs/fragmentation.md}, with {@code -Dinferno.packing.report=FILE}. */
@EnabledIfSystemProperty(named = "inferno.packing.report", matches = ".+")
class PackingTableTest {

    private static final long SEED = 1;
    private static final long OTHER_SEEDS = 10;

    private final List<String> lines = new ArrayList<>();
    private double leastKept = 1;
    private String leastKeptAt = "";

    @Test
    void writesWhatARecordedClusterStillHolds() throws IOException {
        lines.add(
                "| pods | fractions | fill | k | at most | plan | plan | largest first | one by one | claimed | over-promise"
                        + " | type totals | over-promise |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (String list : List.of("default", "multigpu50")) {
            for (OpenbTrace.Fractions fractions : OpenbTrace.Fractions.values()) {
                for (int fill : new int[] {50, 70, 90}) {
                    addSlots(list, fractions, fill);
                }
            }
        }
        lines.add("");
        say(
                "In the orders of seeds 1 to %d a plan keeps at least %.1f %% (%s) and leaves no pod without a node.",
                OTHER_SEEDS, 100 * leastKept, leastKeptAt);
        lines.add("");
        lines.add("| pods | GPUs asked for | published: random | best fit | FGD | here: best fit one by one | plan |");
        lines.add("|---|---|---|---|---|---|---|");
        for (String list : List.of("default", "multigpu50")) {
            for (int fill : new int[] {60, 70, 80, 90}) {
                addFragments(list, fill);
            }
        }
        Files.write(Path.of(System.getProperty("inferno.packing.report")), lines);
    }

    private void addSlots(String list, OpenbTrace.Fractions fractions, int fill) {
        ClusterTopology cluster = OpenbTrace.cluster(fractions);
        List<OpenbTrace.Pod> pods = OpenbTrace.arrived(list, fractions, fill, SEED);
        TracePacking plan = TracePacking.planned(cluster, pods);
        TracePacking largestFirst = TracePacking.largestFirst(cluster, pods);
        TracePacking oneByOne = TracePacking.oneByOne(cluster, pods);
        assertEquals(0, largestFirst.refused() + oneByOne.refused(), "pods without a node");
        String how = fractions == OpenbTrace.Fractions.ROUNDED_UP ? "rounded up" : "shares";
        for (int k : new int[] {1, 2, 4, 8}) {
            say(
                    "| %s | %s | %d %% | %d | %d | %d | %s | %s | %s | %d | %d | %d | %d |",
                    list,
                    how,
                    fill,
                    k,
                    plan.mostSlots(k),
                    plan.slots(k),
                    kept(plan, k),
                    kept(largestFirst, k),
                    kept(oneByOne, k),
                    plan.claimed(k),
                    plan.claimed(k) - plan.placeable(k),
                    plan.slotsByTypeTotals(k),
                    plan.slotsByTypeTotals(k) - plan.placeable(k));
        }
        LongStream.rangeClosed(1, OTHER_SEEDS).forEach(seed -> noteLeast(cluster, list, fractions, fill, seed));
    }

    private void noteLeast(ClusterTopology cluster, String list, OpenbTrace.Fractions fractions, int fill, long seed) {
        TracePacking plan = TracePacking.planned(cluster, OpenbTrace.arrived(list, fractions, fill, seed));
        assertEquals(0, plan.refused(), "pods without a node, seed " + seed);
        for (int k : new int[] {1, 2, 4, 8}) {
            double part = (double) Math.min(plan.slots(k), plan.placeable(k)) / plan.mostSlots(k);
            if (part < leastKept) {
                leastKept = part;
                leastKeptAt = list + ", " + fractions + ", " + fill + " %, k = " + k + ", seed " + seed;
            }
        }
    }

    private static String kept(TracePacking packing, int k) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * packing.slots(k) / packing.mostSlots(k));
    }

    private void addFragments(String list, int fill) {
        var fractions = OpenbTrace.Fractions.ROUNDED_UP;
        ClusterTopology cluster = OpenbTrace.cluster(fractions);
        List<OpenbTrace.Pod> trace = OpenbTrace.pods(list, fractions);
        List<OpenbTrace.Pod> pods = OpenbTrace.arrived(list, fractions, fill, SEED);
        say(
                "| %s | %d %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% |",
                list,
                fill,
                OpenbTrace.publishedFragments(list, fill, "01-Random"),
                OpenbTrace.publishedFragments(list, fill, "05-BestFit"),
                OpenbTrace.publishedFragments(list, fill, "06-FGD"),
                100 * TracePacking.oneByOne(cluster, pods).fragmentRatio(trace),
                100 * TracePacking.planned(cluster, pods).fragmentRatio(trace));
    }

    private void say(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }
}
