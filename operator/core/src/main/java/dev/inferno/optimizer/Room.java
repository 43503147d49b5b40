package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import java.util.function.IntPredicate;

/** Where replicas go while a plan is constructed. */
@FunctionalInterface
interface Room {

    /** As if there were always a node. */
    Room UNLIMITED = (item, option, replicas, worthwhile) -> worthwhile.test(replicas) ? replicas : 0;

    /**
     * Takes room for as many more replicas as fit.
     *
     * @param worthwhile asked with that number; false gives all of it back
     * @return replicas that have room now, on top of those before
     */
    int take(Item item, VariantOption option, int replicas, IntPredicate worthwhile);
}
