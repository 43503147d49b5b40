package dev.inferno.snapshot;

import dev.inferno.snapshot.Memory.PoolWait;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.topology.NodeFacts;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The elastic pools of one snapshot.
 *
 * <p>Problem: a pool promises nodes that may never come, for its cloud has none left. Method: pods that have waited for twice the
 * time it takes to provision one, without any that came, count the pool as unable for ten times that time; then it is asked
 * again. What they waited for is remembered with the variant. Complexity: O(pools x (nodes + variants)). Thread-safety: immutable.
 */
public record ElasticPools(CycleSnapshot seen) {

    private static final int PATIENCE = 2;
    private static final int REST = 10;

    /** Cheapest first. */
    private static final Comparator<NodePool> ORDER = Comparator.comparing(
                    NodePool::costPerHour, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(NodePool::name);

    /**
     * The nodes that each pool would add, cheapest pool first; none of one that is unable, or while the inventory is unknown.
     *
     * @param most that anybody could use
     */
    public List<List<NodeFacts>> promised(long most) {
        List<NodePool> able = seen.policy().nodePools().stream()
                .filter(pool -> unableUntil(pool) == null)
                .toList();
        return promised(able, nodes(), most);
    }

    /** The same of these pools beside these nodes. */
    public static List<List<NodeFacts>> promised(List<NodePool> pools, List<NodeFacts> nodes, long most) {
        return pools.stream()
                .sorted(ORDER)
                .map(pool -> pool.promised(nodes, most))
                .filter(promised -> !promised.isEmpty())
                .toList();
    }

    /** One sentence for each pool that is not counted on. */
    public List<String> unable() {
        return seen.policy().nodePools().stream()
                .flatMap(pool -> Stream.ofNullable(unable(pool)))
                .toList();
    }

    private @Nullable String unable(NodePool pool) {
        Instant until = unableUntil(pool);
        return until == null
                ? null
                : "no node of pool " + pool.name() + " came within twice its provisionSeconds ("
                        + pool.provision().toSeconds() + "), so it is not counted on before " + until;
    }

    private @Nullable Instant unableUntil(NodePool pool) {
        return seen.memory().variants().values().stream()
                .flatMap(memory -> memory.waits().stream())
                .filter(wait -> isInVain(pool, wait))
                .map(wait -> restsUntil(pool, wait))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * What to remember of a variant's waiting.
     *
     * @param pools whose nodes it is planned on
     */
    public List<PoolWait> waits(@Nullable VariantMemory before, Set<String> pools, boolean podWaits) {
        return seen.policy().nodePools().stream()
                .map(pool -> wait(
                        pool,
                        before == null ? null : before.waitFor(pool.name()),
                        podWaits && pools.contains(pool.name())))
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable PoolWait wait(NodePool pool, @Nullable PoolWait before, boolean waits) {
        if (before != null && isInVain(pool, before)) {
            return before;
        }
        int standing = pool.standing(nodes());
        boolean goesOn = before != null && standing <= before.nodes() && !isOver(pool, before);
        return !waits ? null : goesOn ? before : new PoolWait(pool.name(), seen.takenAt(), standing);
    }

    private boolean isInVain(NodePool pool, PoolWait wait) {
        return wait.pool().equals(pool.name())
                && pool.standing(nodes()) <= wait.nodes()
                && !seen.takenAt().isBefore(wait.since().plus(pool.provision().multipliedBy(PATIENCE)))
                && !isOver(pool, wait);
    }

    private boolean isOver(NodePool pool, PoolWait wait) {
        return !seen.takenAt().isBefore(restsUntil(pool, wait));
    }

    private static Instant restsUntil(NodePool pool, PoolWait wait) {
        return wait.since().plus(pool.provision().multipliedBy(PATIENCE + REST));
    }

    private List<NodeFacts> nodes() {
        return seen.inventory() instanceof Inventory.Known known ? known.nodes() : List.of();
    }
}
