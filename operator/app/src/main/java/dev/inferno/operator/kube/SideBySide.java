package dev.inferno.operator.kube;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Gatherers;

/**
 * Requests that do not depend on each other, a few at a time on virtual threads: one after the other a fleet of hundreds
 * would wait for every round trip of every variant.
 */
final class SideBySide {

    /** Far below what an API server gives one user at once, and enough that round trips no longer add up. */
    static final int AT_ONCE = 8;

    private SideBySide() {}

    /** Results in the order of the items. */
    static <T, R> List<R> map(Collection<T> items, Function<T, R> request) {
        return items.stream().gather(Gatherers.mapConcurrent(AT_ONCE, request)).toList();
    }

    static <T> void forEach(Collection<T> items, Consumer<T> request) {
        map(items, item -> {
            request.accept(item);
            return item;
        });
    }
}
