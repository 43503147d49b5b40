package dev.inferno.topology.placement;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.ResourceVector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** A recorded cluster and the pods that ran on it; see PROVENANCE.md beside the files. */
final class OpenbTrace {

    static final String GPU = "nvidia.com/gpu";
    static final String SHARE = "nvidia.com/gpu.shared";

    /** Where pods may share a device, each device of this model is offered twice. */
    private static final String SHARED_MODEL = "T4";

    private static final long SHARES = 2;
    private static final long WHOLE_MILLI = 1000;
    private static final long MIB = 1 << 20;

    private OpenbTrace() {}

    /** How a pod that asks for a part of one device is given it. */
    enum Fractions {
        /** It gets a whole one. */
        ROUNDED_UP,
        /** Up to a half it gets one of the two shares of a T4; more is a whole one. */
        AS_SHARES
    }

    /** A pod, in trace order; a pod without devices has 0 of both. */
    record Pod(ResourceVector requests, long devices, long shares) {}

    static ClusterTopology cluster(Fractions fractions) {
        List<NodeFacts> nodes = new ArrayList<>();
        for (String[] row : rows("nodes.csv.gz")) {
            String model = row[4];
            boolean shared = fractions == Fractions.AS_SHARES && model.equals(SHARED_MODEL);
            long devices = Long.parseLong(row[3]);
            nodes.add(new NodeFacts(
                    row[0],
                    new TreeMap<>(Map.of("nvidia.com/gpu.product", model)),
                    List.of(),
                    false,
                    true,
                    false,
                    ResourceVector.of(Map.of(
                            "cpu",
                            Long.parseLong(row[1]),
                            "memory",
                            Long.parseLong(row[2]) * MIB,
                            "pods",
                            110L,
                            shared ? SHARE : GPU,
                            shared ? devices * SHARES : devices))));
        }
        return ClusterTopology.of(nodes);
    }

    /** @param list {@code default} or {@code multigpu50} */
    static List<Pod> pods(String list, Fractions fractions) {
        List<Pod> pods = new ArrayList<>();
        for (String[] row : rows("pods_" + list + ".csv.gz")) {
            var requests = new TreeMap<>(Map.of("cpu", Long.parseLong(row[1]), "memory", Long.parseLong(row[2]) * MIB));
            long devices = Long.parseLong(row[3]);
            boolean share =
                    fractions == Fractions.AS_SHARES && devices == 1 && Long.parseLong(row[4]) <= WHOLE_MILLI / SHARES;
            if (devices > 0) {
                requests.put(share ? SHARE : GPU, devices);
            }
            pods.add(new Pod(ResourceVector.of(requests), share ? 0 : devices, share ? 1 : 0));
        }
        return pods;
    }

    /** Pods in a random order, until they ask for that part of the cluster's devices. */
    static List<Pod> arrived(String list, Fractions fractions, int fillPercent, long seed) {
        long devices = cluster(fractions).nodes().stream()
                .mapToLong(node -> node.facts().allocatable().amount(GPU))
                .sum();
        List<Pod> shuffled = new ArrayList<>(pods(list, fractions));
        Collections.shuffle(shuffled, new Random(seed));
        long left = devices * fillPercent / 100;
        List<Pod> arrived = new ArrayList<>();
        for (Pod pod : shuffled) {
            if (left < pod.devices()) {
                break;
            }
            left -= pod.devices();
            arrived.add(pod);
        }
        return arrived;
    }

    /** Percent of the free devices that are fragments, as published. */
    static double publishedFragments(String list, int arrivedPercent, String policy) {
        return rows("published_fragments.csv.gz").stream()
                .filter(row ->
                        row[0].equals(list) && row[1].equals(Integer.toString(arrivedPercent)) && row[2].equals(policy))
                .mapToDouble(row -> Double.parseDouble(row[4]))
                .findFirst()
                .orElseThrow();
    }

    private static List<String[]> rows(String file) {
        try (var reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(
                        Objects.requireNonNull(OpenbTrace.class.getResourceAsStream("/openb-2023/" + file))),
                StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
