package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.FleetModel.Pool;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.CountedTraffic;
import dev.inferno.e2e.harness.Decisions;
import dev.inferno.e2e.harness.Decisions.Decided;
import dev.inferno.e2e.harness.Decisions.Row;
import dev.inferno.e2e.harness.Kubectl;
import dev.inferno.e2e.harness.PodWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The acts of {@link FleetIT}, and what must hold in each of them; how many replicas a load needs is known beforehand. */
final class ServedFleet {

    private static final long SEED = 7;
    private static final int CYCLES = 5;

    private final List<FleetModel> models;
    private final Kubectl kubectl;
    private final String namespace;
    private final CountedTraffic traffic;
    private final Decisions decisions;
    private final Duration longest;

    /** @param longest an act may take until what it expects is there */
    ServedFleet(
            List<FleetModel> models,
            Kubectl kubectl,
            String namespace,
            CountedTraffic traffic,
            Decisions decisions,
            Duration longest) {
        this.models = models;
        this.kubectl = kubectl;
        this.namespace = namespace;
        this.traffic = traffic;
        this.decisions = decisions;
        this.longest = longest;
    }

    /** Every model gets the replicas its load needs, and every pod a node. */
    void isServed(String act, ToIntFunction<FleetModel> needed) {
        load(needed, model -> 1);
        Await.until(
                act + ": every model has the replicas its load needs, and all are bound",
                longest,
                () -> {
                    Map<String, Integer> bound = bound();
                    return models.stream().allMatch(m -> sum(m, bound) == needed.applyAsInt(m))
                            && bound.equals(replicas());
                },
                () -> difference(needed));
        Decided decided = decisions.firstAfter(Instant.now());
        models.forEach(m -> assertEquals(needed.applyAsInt(m), sum(m, decided, Row::granted), () -> act + ": " + m));
    }

    /** More is asked for than there is: nobody waits for what one of less importance holds, and nothing is left over. */
    void servesTheImportantFirst(ToIntFunction<FleetModel> needed, ToIntFunction<Pool> room) {
        load(needed, model -> 1);
        Decided decided = settled(needed);
        for (FleetModel model : models) {
            if (sum(model, decided, Row::granted) < needed.applyAsInt(model)) {
                model.pools().forEach(pool -> {
                    assertEquals(room.applyAsInt(pool), granted(decided, pool), () -> model + " waits for " + pool);
                    assertTrue(
                            minimumsOnly(decided, pool, other -> other.priority() > model.priority()),
                            () -> model + " waits for what less important ones have: " + decided);
                });
            }
        }
        for (Pool pool : Pool.values()) {
            assertEquals(room.applyAsInt(pool), granted(decided, pool), () -> "no shortage of " + pool);
        }
    }

    /** While loads tremble, every decision is the one before. */
    void doesNotFlap(ToIntFunction<FleetModel> needed, double tremble) {
        Random random = new Random(SEED);
        Decided first = decisions.firstAfter(Instant.now());
        Decided last = first;
        for (int i = 0; i < CYCLES; i++) {
            load(needed, model -> 1 + tremble * random.nextDouble(-1, 1));
            last = decisions.firstAfter(last.at());
            assertEquals(first.desired(), last.desired(), "loads off by up to " + tremble + ", seed " + SEED);
        }
    }

    /** The first decision after a pool was drained plans nothing there, and the other pools take over what they can. */
    void isPlannedAnewWithout(Pool lost, ToIntFunction<FleetModel> needed) {
        kubectl.run("cordon", "-l", nodesOf(lost));
        kubectl.run("delete", "pods", "-n", namespace, "-l", "pool=" + lost.word());
        Map<String, Integer> left = without(lost, needed);
        assertEquals(left, decisions.firstAfter(Instant.now()).placed());
        Await.until(
                "what was planned anew runs, all of it bound",
                longest,
                () -> bound().equals(left) && replicas().entrySet().containsAll(left.entrySet()),
                () -> difference(needed));
    }

    /** Replicas by variant where a pool is lost: a model that may run in another one as well has all of them there. */
    private Map<String, Integer> without(Pool lost, ToIntFunction<FleetModel> needed) {
        Map<String, Integer> left = new TreeMap<>();
        models.forEach(m -> m.pools().stream()
                .filter(pool -> pool != lost)
                .forEach(pool -> left.put(m.variant(pool), needed.applyAsInt(m))));
        return left;
    }

    void isGivenBack(Pool pool) {
        kubectl.run("uncordon", "-l", nodesOf(pool));
    }

    private String nodesOf(Pool pool) {
        return "scenario=" + namespace + "," + pool.word() + ".com/gpu.product";
    }

    private void load(ToIntFunction<FleetModel> needed, ToDoubleFunction<FleetModel> factor) {
        models.forEach(m -> traffic.load(m.name(), FleetModel.loadFor(needed.applyAsInt(m)) * factor.applyAsDouble(m)));
    }

    /** The decision after which nothing changes any more: it is made for the load, twice the same, and carried out. */
    private Decided settled(ToIntFunction<FleetModel> needed) {
        AtomicReference<Decided> last = new AtomicReference<>(decisions.firstAfter(Instant.now()));
        Await.until(
                "the same decision twice, made for this load, carried out, and all bound",
                longest,
                () -> {
                    Decided next = decisions.firstAfter(last.get().at());
                    Map<String, Integer> before = last.getAndSet(next).desired();
                    return next.desired().equals(before)
                            && isFor(next, needed)
                            && bound().equals(before)
                            && replicas().equals(before);
                },
                () -> difference(needed) + last.get());
        return last.get();
    }

    /** What is wanted says for which load a decision was made. */
    private boolean isFor(Decided decided, ToIntFunction<FleetModel> needed) {
        return models.stream().allMatch(m -> sum(m, decided, Row::wanted) == needed.applyAsInt(m));
    }

    private static Row row(Decided decided, FleetModel model, Pool pool) {
        return Objects.requireNonNull(decided.byVariant().get(model.variant(pool)));
    }

    private static int sum(FleetModel model, Decided decided, ToIntFunction<Row> of) {
        return model.pools().stream()
                .mapToInt(pool -> of.applyAsInt(row(decided, model, pool)))
                .sum();
    }

    private int granted(Decided decided, Pool pool) {
        return models.stream()
                .filter(m -> m.pools().contains(pool))
                .mapToInt(m -> row(decided, m, pool).granted())
                .sum();
    }

    private boolean minimumsOnly(Decided decided, Pool pool, Predicate<FleetModel> those) {
        return models.stream()
                .filter(those)
                .filter(m -> m.pools().contains(pool))
                .allMatch(m -> row(decided, m, pool).granted() <= 1);
    }

    /** {@code spec.replicas} of every Deployment. */
    private Map<String, Integer> replicas() {
        String form = "jsonpath={range .items[*]}{.metadata.name} {.spec.replicas}{\"\\n\"}{end}";
        Map<String, Integer> replicas = new TreeMap<>();
        kubectl.run("get", "deployments", "-n", namespace, "-o", form).lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            replicas.put(words[0], Integer.parseInt(words[1]));
        });
        return replicas;
    }

    private static int sum(FleetModel model, Map<String, Integer> replicas) {
        return model.pools().stream()
                .mapToInt(pool -> replicas.getOrDefault(model.variant(pool), 0))
                .sum();
    }

    /** Pods that have a node, by variant. */
    private Map<String, Integer> bound() {
        return traffic.pods().pods().stream()
                .filter(pod -> !pod.node().isEmpty())
                .collect(Collectors.toMap(PodWatch.Seen::app, pod -> 1, Integer::sum, TreeMap::new));
    }

    private String difference(ToIntFunction<FleetModel> needed) {
        Map<String, Integer> replicas = replicas();
        Map<String, Integer> bound = bound();
        return models.stream()
                .filter(m -> sum(m, replicas) != needed.applyAsInt(m) || sum(m, bound) != sum(m, replicas))
                .map(m -> m + " needs " + needed.applyAsInt(m) + ", has " + sum(m, replicas) + ", bound are "
                        + sum(m, bound) + "\n")
                .collect(Collectors.joining());
    }
}
