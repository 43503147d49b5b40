package dev.inferno.operator.cli;

import dev.inferno.cycle.WhatIf;
import dev.inferno.documents.PlanningCase;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The flags that ask for a plan of the same cluster on another day. */
final class WhatIfFlags {

    private static final int MOST_ADDED = 100_000;

    private WhatIfFlags() {}

    static WhatIf of(Arguments arguments) {
        SortedMap<String, Integer> added = new TreeMap<>();
        for (String text : arguments.values("add-nodes")) {
            int equals = text.lastIndexOf('=');
            int count = equals <= 0 ? 0 : count(text.substring(equals + 1));
            if (count <= 0 || count > MOST_ADDED) {
                throw new UsageError(
                        "flag --add-nodes (" + text + ") must be NODE=COUNT: the name of a node that is there"
                                + " and how many more like it, 1.." + MOST_ADDED);
            }
            if (added.put(text.substring(0, equals), count) != null) {
                throw new UsageError("flag --add-nodes names " + text.substring(0, equals) + " twice");
            }
        }
        double factor = arguments.number("load-factor").orElse(1.0);
        return new WhatIf(arguments.values("drain"), added, factor);
    }

    private static int count(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** A variant outside any group says how many replicas it needs, not what for. */
    static void requireDemands(WhatIf asked, PlanningCase planning) {
        if (asked.loadFactor() != 1) {
            planning.variants().stream()
                    .filter(variant -> variant.group() == null)
                    .findFirst()
                    .ifPresent(variant -> {
                        throw new UsageError("flag --load-factor (" + asked.loadFactor()
                                + ") needs a demand, and variants: " + variant.name()
                                + " gives replicas; put it into a group with a demand and list capacity");
                    });
        }
    }

    static <T> T applied(Supplier<T> change) {
        try {
            return change.get();
        } catch (IllegalArgumentException e) {
            throw new UsageError(String.valueOf(e.getMessage()));
        }
    }

    /** For people; empty when nothing was asked. */
    static String line(WhatIf asked) {
        return asked.asItIs() ? "" : "if the cluster were so: " + asked + "\n";
    }
}
