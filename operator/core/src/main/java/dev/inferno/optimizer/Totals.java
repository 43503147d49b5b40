package dev.inferno.optimizer;

import dev.inferno.topology.placement.CapacityLedger;
import java.util.List;
import java.util.TreeMap;

/** What is free in the whole cluster, by resource: whoever asks for more in total needs no packing to be refused. */
record Totals(TreeMap<String, Long> amounts) {

    static Totals free(CapacityLedger ledger) {
        var sum = new TreeMap<String, Long>();
        ledger.topology()
                .nodes()
                .forEach(node -> ledger.free(node.name())
                        .amounts()
                        .forEach((resource, amount) -> sum.merge(resource, amount, Long::sum)));
        return new Totals(sum);
    }

    boolean covers(World world, List<Choice> choices) {
        var asked = new TreeMap<String, Long>();
        for (Item item : world.items()) {
            Choice choice = choices.get(item.index());
            item.option(choice)
                    .pod()
                    .requests()
                    .amounts()
                    .forEach((resource, amount) -> asked.merge(resource, amount * choice.replicas(), Long::sum));
        }
        return asked.entrySet().stream()
                .allMatch(entry -> entry.getValue() <= amounts.getOrDefault(entry.getKey(), 0L));
    }
}
