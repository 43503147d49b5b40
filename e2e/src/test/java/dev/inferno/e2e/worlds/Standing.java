package dev.inferno.e2e.worlds;

import dev.inferno.e2e.worlds.WorldPod.NodeTerm;
import dev.inferno.e2e.worlds.WorldPod.PodTerm;
import dev.inferno.e2e.worlds.WorldPod.Spread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether all pods of a world can stand where they stand, by Kubernetes' rules read once more and apart from the operator:
 * not in the order of a scheduler, but as a whole. Some order exists then, but for affinity chains nobody draws.
 */
final class Standing {

    private final SchedulerWorld world;
    private final int[][] counts;
    private final List<Group> groups = new ArrayList<>();

    private static final int FOREIGN = -1;

    /** Equal pods on one node. */
    private record Group(int variant, WorldPod pod, WorldNode node, int count) {

        boolean added() {
            return variant != FOREIGN;
        }
    }

    /** @param counts new replicas by variant and node */
    Standing(SchedulerWorld world, int[][] counts) {
        this.world = world;
        this.counts = counts;
        for (var foreign : world.foreign()) {
            WorldNode node = world.nodes().stream()
                    .filter(n -> n.name().equals(foreign.node()))
                    .findFirst()
                    .orElseThrow();
            groups.add(new Group(FOREIGN, foreign.pod(), node, 1));
        }
        for (int v = 0; v < counts.length; v++) {
            for (int n = 0; n < counts[v].length; n++) {
                if (counts[v][n] > 0) {
                    WorldPod pod = world.variants().get(v).pod();
                    groups.add(new Group(v, pod, world.nodes().get(n), counts[v][n]));
                }
            }
        }
    }

    /** Whether a node takes a pod by what it is, whatever stands there. */
    static boolean admits(WorldNode node, WorldPod pod) {
        boolean selected = node.labels().entrySet().containsAll(pod.selector().entrySet());
        boolean matches = pod.terms() == null || pod.terms().stream().anyMatch(term -> matches(term, node));
        boolean tainted = "NoSchedule".equals(node.taint()) && !pod.tolerates();
        return selected && matches && !tainted && !node.cordoned();
    }

    private static boolean matches(NodeTerm term, WorldNode node) {
        if (term.key().equals(NodeTerm.NAME)) {
            return term.values().contains(node.name());
        }
        @Nullable String label = node.labels().get(term.key());
        return switch (term.operator()) {
            case "In" -> label != null && term.values().contains(label);
            case "NotIn" -> label == null || !term.values().contains(label);
            case "Exists" -> label != null;
            case "DoesNotExist" -> label == null;
            case "Gt" ->
                label != null
                        && Integer.parseInt(label)
                                > Integer.parseInt(term.values().getFirst());
            case "Lt" ->
                label != null
                        && Integer.parseInt(label)
                                < Integer.parseInt(term.values().getFirst());
            default -> throw new IllegalStateException(term.operator());
        };
    }

    /** The rules about other pods; resources and {@link #admits} are the caller's. */
    boolean keepsAllRules() {
        return excludesNone() && IntStream.range(0, counts.length).allMatch(this::keepsNear) && keepsSpread();
    }

    /** Only ports and anti-affinity: what is broken stays so with more pods. */
    boolean excludesNone() {
        return portsAreFree() && IntStream.range(0, groups.size()).allMatch(this::keepsApart);
    }

    /** Whether each new pod is on a node that admits it, and no node is overfull. */
    boolean keepsAllocatable() {
        return world.nodes().stream().allMatch(this::keepsAllocatable);
    }

    private boolean keepsAllocatable(WorldNode node) {
        int devices = 0;
        int cpu = 0;
        int pods = 0;
        for (Group group : groups) {
            if (group.node().equals(node)) {
                devices += group.count() * group.pod().devices();
                cpu += group.count() * group.pod().cpu();
                pods += group.count();
                boolean other =
                        group.pod().devices() > 0 && !group.pod().resource().equals(node.resource());
                if (group.added() && (other || !admits(node, group.pod()))) {
                    return false;
                }
            }
        }
        return devices <= node.devices() && cpu <= node.cpu() && pods <= node.pods();
    }

    /** Only spread, of all variants. */
    boolean keepsSpread() {
        return groups.stream()
                .filter(Group::added)
                .allMatch(group -> group.pod().spread().stream().allMatch(spread -> keeps(group, spread)));
    }

    /** Only those constraints of one variant that count no pods of variants after it. */
    boolean keepsFinalSpread(int variant) {
        return groups.stream()
                .filter(group -> group.variant() == variant)
                .allMatch(group -> group.pod().spread().stream()
                        .filter(spread -> world.variants().stream()
                                .skip(variant + 1)
                                .noneMatch(later -> counts(spread, later.pod())))
                        .allMatch(spread -> keeps(group, spread)));
    }

    private boolean portsAreFree() {
        Map<String, Integer> taken = new HashMap<>();
        for (Group group : groups) {
            if (group.pod().port() != null) {
                taken.merge(group.node().name(), group.count(), Integer::sum);
            }
        }
        return taken.values().stream().allMatch(count -> count <= 1);
    }

    private boolean keepsApart(int index) {
        Group group = groups.get(index);
        for (PodTerm term : group.pod().apart()) {
            for (int i = 0; i < groups.size(); i++) {
                Group other = groups.get(i);
                boolean relevant = (group.added() || other.added()) && (i != index || group.count() > 1);
                if (relevant && means(term, group.pod(), other.pod()) && sameDomain(term.key(), group, other)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Where others stand already a pod follows them; where none does, its own kind stays together. */
    private boolean keepsNear(int variant) {
        WorldPod pod = world.variants().get(variant).pod();
        List<Group> own = groups.stream().filter(g -> g.variant() == variant).toList();
        for (PodTerm term : pod.near()) {
            Set<@Nullable String> others = new HashSet<>();
            groups.stream()
                    .filter(g -> g.variant() != variant && means(term, pod, g.pod()))
                    .forEach(g -> others.add(g.node().labels().get(term.key())));
            others.remove(null);
            Set<@Nullable String> mine = new HashSet<>();
            own.forEach(g -> mine.add(g.node().labels().get(term.key())));
            boolean follows = others.containsAll(mine);
            boolean together = others.isEmpty() && mine.size() <= 1 && means(term, pod, pod);
            if (mine.contains(null) || !(follows || together)) {
                return false;
            }
        }
        return true;
    }

    private boolean keeps(Group group, Spread spread) {
        Map<String, Integer> domains = new HashMap<>();
        for (WorldNode node : world.nodes()) {
            if (isDomain(node, group.pod(), spread)) {
                domains.merge(
                        Objects.requireNonNull(node.labels().get(spread.key())),
                        matching(group, spread, node),
                        Integer::sum);
            }
        }
        @Nullable String own = group.node().labels().get(spread.key());
        if (own == null) {
            return false;
        }
        int least = domains.size() < spread.minDomains()
                ? 0
                : domains.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        return domains.getOrDefault(own, 0) - least <= spread.maxSkew();
    }

    private int matching(Group group, Spread spread, WorldNode node) {
        return groups.stream()
                .filter(g -> g.node().equals(node)
                        && g.pod().namespace().equals(group.pod().namespace()))
                .filter(g -> counts(spread, g.pod()))
                .mapToInt(Group::count)
                .sum();
    }

    private static boolean counts(Spread spread, WorldPod pod) {
        return spread.value().equals(pod.labels().get(spread.label()));
    }

    private static boolean isDomain(WorldNode node, WorldPod pod, Spread spread) {
        boolean hasKeys = pod.spread().stream().allMatch(other -> node.labels().containsKey(other.key()));
        boolean selected = node.labels().entrySet().containsAll(pod.selector().entrySet());
        boolean matches = pod.terms() == null || pod.terms().stream().anyMatch(term -> matches(term, node));
        boolean tolerated = !node.cordoned() && (!"NoSchedule".equals(node.taint()) || pod.tolerates());
        return hasKeys && (!spread.honorAffinity() || (selected && matches)) && (!spread.honorTaints() || tolerated);
    }

    private static boolean means(PodTerm term, WorldPod from, WorldPod pod) {
        return term.value().equals(pod.labels().get(term.label()))
                && (term.everyNamespace() || pod.namespace().equals(from.namespace()));
    }

    private static boolean sameDomain(String key, Group one, Group other) {
        @Nullable String domain = one.node().labels().get(key);
        return domain != null && domain.equals(other.node().labels().get(key));
    }
}
