package dev.inferno.e2e.worlds;

import com.google.gson.JsonObject;
import dev.inferno.e2e.worlds.Playground.Seen;
import dev.inferno.e2e.worlds.SchedulerWorld.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Further pods in worlds that stand, as the user wrote them: whether they bind, and why not, is foretold from what stands.
 *
 * <p>Of each world any one variant gets a pod more. When that is foretold to stay pending, so does one of every other variant
 * that is: they do not change what stands.
 */
final class Probes {

    private static final String MARK = "probe";

    private final Playground playground;
    private final List<SchedulerWorld> worlds;
    private final List<WorldNode> allNodes;
    private final Tally tally;
    private final List<Probe> probes = new ArrayList<>();

    private record Probe(SchedulerWorld world, Variant variant) {}

    Probes(Playground playground, List<SchedulerWorld> worlds, List<WorldNode> allNodes, Tally tally) {
        this.playground = playground;
        this.worlds = worlds;
        this.allNodes = allNodes;
        this.tally = tally;
    }

    /** @param bound nodes of the pods that are bound, by namespace and name */
    void run(Map<String, String> bound) {
        List<JsonObject> cases = new ArrayList<>();
        for (SchedulerWorld world : worlds) {
            for (Variant variant : anyFirst(world)) {
                Variant one = new Variant(variant.name(), 1, variant.pod());
                probes.add(new Probe(world, variant));
                cases.add(world.planningCase(allNodes, standing(world, bound), List.of(one)));
            }
        }
        List<Plan> foretold = playground.plan(cases);
        List<Integer> chosen = chosen(foretold);
        playground.create(chosen.stream()
                .map(i -> PodJson.manifest(
                        probes.get(i).variant().name(), probes.get(i).variant().pod(), MARK, null, null))
                .toList());
        List<Seen> seen = playground.decided(MARK);
        for (int i : chosen) {
            Probe probe = probes.get(i);
            seen.stream()
                    .filter(pod -> pod.namespace().equals(probe.variant().pod().namespace())
                            && pod.name().equals(probe.variant().name()))
                    .forEach(pod -> judge(probe, foretold.get(i), pod));
        }
    }

    private static List<Variant> anyFirst(SchedulerWorld world) {
        int any = new Random(world.seed()).nextInt(world.variants().size());
        List<Variant> variants = new ArrayList<>(world.variants());
        variants.addFirst(variants.remove(any));
        return variants;
    }

    private List<Integer> chosen(List<Plan> foretold) {
        List<Integer> chosen = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < probes.size(); i++) {
            if (i == 0 || !probes.get(i).world().equals(probes.get(i - 1).world())) {
                first = i;
            }
            if (i == first || (!binds(foretold.get(first)) && !binds(foretold.get(i)))) {
                chosen.add(i);
            }
        }
        return chosen;
    }

    private static boolean binds(Plan foretold) {
        return foretold.replicas() == 1;
    }

    private void judge(Probe probe, Plan foretold, Seen pod) {
        String name = "one more " + probe.variant().name();
        if (binds(foretold) != pod.isBound()) {
            String should = binds(foretold) ? "bind" : "stay pending";
            tally.fail(probe.world(), name + " should " + should + ", but: " + pod + "; foretold: " + foretold);
            return;
        }
        tally.foretold(pod.isBound());
        // Of nodes that a name leaves out, the scheduler says nothing more.
        if (!pod.isBound() && !probe.variant().pod().namesNodes()) {
            String ours = foretold.blocked().getOrDefault(probe.variant().name(), "");
            List<String> disagreements = Reasons.disagreements(ours, pod.reason());
            if (disagreements.isEmpty()) {
                tally.agreed(Reasons.classes(pod.reason()));
            } else {
                tally.fail(
                        probe.world(),
                        name + ": " + disagreements + "\n  ours:   " + ours + "\n  theirs: " + pod.reason());
            }
        }
    }

    private static List<JsonObject> standing(SchedulerWorld world, Map<String, String> bound) {
        List<JsonObject> pods = new ArrayList<>();
        world.foreign().forEach(pod -> pods.add(PodJson.standing(pod.pod(), pod.node())));
        for (Variant variant : world.variants()) {
            world.nodesOf(variant, bound).forEach(node -> pods.add(PodJson.standing(variant.pod(), node)));
        }
        return pods;
    }
}
