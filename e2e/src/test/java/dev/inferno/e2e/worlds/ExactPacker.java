package dev.inferno.e2e.worlds;

import java.util.Arrays;
import java.util.Optional;

/**
 * The most that can be placed in a world, by trying everything: variant by variant, node by node. Judges how much a planner
 * gives away; knows nothing of the planner's code.
 */
final class ExactPacker {

    /** Beyond this it has not found out; some seconds. */
    private static final long MOST_STEPS = 1_000_000;

    private final SchedulerWorld world;
    private final int[][] counts;
    private final int[] devices;
    private final int[] cpu;
    private final int[] pods;
    private double best = -1;
    private int bestGranted;
    private long steps;

    /**
     * @param served sum of granted/wanted over the variants, the planner's own objective
     * @param granted replicas of that best placement
     */
    record Best(double served, int granted) {}

    private ExactPacker(SchedulerWorld world) {
        this.world = world;
        int nodes = world.nodes().size();
        counts = new int[world.variants().size()][nodes];
        devices = new int[nodes];
        cpu = new int[nodes];
        pods = new int[nodes];
        for (int n = 0; n < nodes; n++) {
            WorldNode node = world.nodes().get(n);
            devices[n] = node.devices();
            cpu[n] = node.cpu();
            pods[n] = node.pods();
            for (var foreign : world.foreign()) {
                if (foreign.node().equals(node.name())) {
                    devices[n] -= foreign.pod().devices();
                    cpu[n] -= foreign.pod().cpu();
                    pods[n] -= 1;
                }
            }
        }
    }

    /** Empty when there was too much to try. */
    static Optional<Best> of(SchedulerWorld world) {
        var packer = new ExactPacker(world);
        packer.place(0, 0, 0);
        return packer.steps > MOST_STEPS ? Optional.empty() : Optional.of(new Best(packer.best, packer.bestGranted));
    }

    private void place(int variant, int node, double served) {
        if (steps++ > MOST_STEPS || served + ceiling(variant, node) <= best + 1e-9) {
            return;
        }
        if (variant == counts.length) {
            if (new Standing(world, counts).keepsAllRules()) {
                best = served;
                bestGranted = Arrays.stream(counts).flatMapToInt(Arrays::stream).sum();
            }
            return;
        }
        if (node == world.nodes().size()) {
            // What is wrong now stays so, whatever comes.
            var standing = new Standing(world, counts);
            if (standing.excludesNone() && standing.keepsFinalSpread(variant)) {
                place(variant + 1, 0, served);
            }
            return;
        }
        WorldPod pod = world.variants().get(variant).pod();
        int wanted = world.variants().get(variant).replicas();
        int most = Math.min(wanted - Arrays.stream(counts[variant]).sum(), room(node, pod));
        for (int here = most; here >= 0; here--) {
            take(variant, node, pod, here);
            place(variant, node + 1, served + (double) here / wanted);
            take(variant, node, pod, -here);
        }
    }

    /** What this variant can add at most from this node on, and those after it anywhere. */
    private double ceiling(int variant, int node) {
        double most = 0;
        for (int v = variant; v < counts.length; v++) {
            var own = world.variants().get(v);
            int missing = own.replicas() - Arrays.stream(counts[v]).sum();
            int room = 0;
            for (int n = v == variant ? node : 0; n < devices.length && room < missing; n++) {
                room += room(n, own.pod());
            }
            most += (double) Math.min(missing, room) / own.replicas();
        }
        return most;
    }

    private int room(int n, WorldPod pod) {
        WorldNode node = world.nodes().get(n);
        if (!Standing.admits(node, pod)) {
            return 0;
        }
        int byDevices = node.resource().equals(pod.resource()) ? devices[n] / pod.devices() : 0;
        int room = Math.min(Math.min(byDevices, cpu[n] / pod.cpu()), pods[n]);
        return pod.port() == null ? room : Math.min(room, 1);
    }

    private void take(int variant, int n, WorldPod pod, int count) {
        counts[variant][n] += count;
        devices[n] -= count * pod.devices();
        cpu[n] -= count * pod.cpu();
        pods[n] -= count;
    }
}
