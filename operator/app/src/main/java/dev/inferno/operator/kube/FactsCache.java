package dev.inferno.operator.kube;

import io.kubernetes.client.informer.cache.Cache;
import io.kubernetes.client.informer.cache.Caches;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An informer's cache that hands out all facts in the order of namespace and name.
 *
 * <p>Method: changes are noted as the informer makes them, before it calls itself synced, and merged into the last list when
 * one is asked for. Complexity: a change O(log of the changes not merged yet); a list O(changes * log n) and a copy of the
 * references, nothing when nothing changed. Thread-safety: as {@link Cache}; lists are immutable.
 */
final class FactsCache<T extends Seen<F>, F> extends Cache<T> {

    private static final Comparator<Seen<?>> ORDER =
            Comparator.<Seen<?>, String>comparing(Seen::namespace).thenComparing(Seen::name);

    /** A standby asks for no list; merging now and then keeps what has gone from being remembered for ever. */
    private static final int MOST_CHANGES = 4096;

    private final SortedMap<T, Change<T>> changes = new TreeMap<>(ORDER);
    private final SortedMap<T, T> odd = new TreeMap<>(ORDER);
    private List<T> objects = List.of();
    private List<F> facts = List.of();

    /** @param now null = gone, or holding nothing any more */
    private record Change<T>(@Nullable T now) {}

    FactsCache() {
        super("none", object -> List.of(), Caches::metaNamespaceKeyFunc);
    }

    @Override
    public void add(T object) {
        super.add(object);
        note(object, object);
    }

    @Override
    public void update(T object) {
        super.update(object);
        note(object, object);
    }

    @Override
    public void delete(T object) {
        super.delete(object);
        note(object, null);
    }

    private synchronized void note(T object, @Nullable T now) {
        odd.remove(object);
        if (now != null && now.facts() != null && now.problem() != null) {
            odd.put(now, now);
        }
        changes.put(object, new Change<>(now == null || now.facts() == null ? null : now));
        if (changes.size() > Math.max(MOST_CHANGES, objects.size())) {
            merge();
        }
    }

    synchronized List<F> facts() {
        if (!changes.isEmpty()) {
            merge();
        }
        return facts;
    }

    /** Those that could not be read whole. */
    synchronized List<T> odd() {
        return List.copyOf(odd.values());
    }

    private void merge() {
        List<T> kept = new ArrayList<>(objects.size() + changes.size());
        List<F> told = new ArrayList<>(objects.size() + changes.size());
        int from = 0;
        for (Map.Entry<T, Change<T>> change : changes.entrySet()) {
            int found = Collections.binarySearch(objects, change.getKey(), ORDER);
            int to = found < 0 ? -found - 1 : found;
            kept.addAll(objects.subList(from, to));
            told.addAll(facts.subList(from, to));
            T now = change.getValue().now();
            if (now != null && now.facts() != null) {
                kept.add(now);
                told.add(now.facts());
            }
            from = found < 0 ? to : to + 1;
        }
        kept.addAll(objects.subList(from, objects.size()));
        told.addAll(facts.subList(from, facts.size()));
        objects = List.copyOf(kept);
        facts = List.copyOf(told);
        changes.clear();
    }
}
