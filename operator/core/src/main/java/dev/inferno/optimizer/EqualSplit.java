package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The best way to serve a team of several items whose router gives every replica the same share.
 *
 * <p>Method: for each rate that could be the slowest in use, replicas of that rate are added one by one, each item's by its
 * cheapest option that is fast enough, as long as they are worth more than they cost: the costs of an item are convex in
 * its count. Complexity: O(rates x (choices + replicas x items)). Thread-safety: none.
 */
final class EqualSplit {

    private static final double ROUNDING = 1e-9;

    private final Team team;
    private final List<TeamChoices> items;
    private final boolean applies;
    private final double[] rates;
    /** Position of a choice by item, option and replicas. */
    private final int[][][] positions;

    private final int[] count;
    private final int[] option;

    EqualSplit(Team team, List<TeamChoices> items) {
        this.team = team;
        this.items = items;
        this.positions = IntStream.range(0, items.size())
                .mapToObj(i -> positions(team.items().get(i), items.get(i)))
                .toArray(int[][][]::new);
        this.count = new int[items.size()];
        this.option = new int[items.size()];
        List<VariantOption> options = team.items().stream()
                .flatMap(item -> item.variant().options().stream())
                .toList();
        this.applies = team.equalSplit()
                && items.size() > 1
                && team.demand() > 0
                && options.stream().allMatch(EqualSplit::constant);
        this.rates = options.stream()
                .mapToDouble(o -> o.capacityOf(1))
                .filter(rate -> rate > 0)
                .distinct()
                .sorted()
                .toArray();
    }

    boolean applies() {
        return applies;
    }

    /** @param best filled with the choice of each item */
    double least(double[][] priced, double unmet, int[] best) {
        double least = unmet;
        for (int i = 0; i < items.size(); i++) {
            best[i] = index(i, 0, 0);
            least += priced[i][best[i]];
        }
        for (double rate : rates) {
            double value = fill(rate, priced, unmet);
            if (value < least) {
                least = value;
                for (int i = 0; i < items.size(); i++) {
                    best[i] = index(i, Math.max(0, option[i]), count[i]);
                }
            }
        }
        return least;
    }

    private double fill(double rate, double[][] priced, double unmet) {
        double value = unmet;
        for (int i = 0; i < items.size(); i++) {
            count[i] = 0;
            option[i] = cheapest(i, rate, priced[i]);
            value += priced[i][index(i, 0, 0)];
        }
        double left = 1;
        while (true) {
            double worth = unmet * Math.min(left, rate / team.demand());
            int next = -1;
            double gain = -1e-12;
            for (int i = 0; i < items.size(); i++) {
                int more = option[i] < 0 ? -1 : index(i, option[i], count[i] + 1);
                if (more >= 0) {
                    double change = priced[i][more] - priced[i][index(i, option[i], count[i])] - worth;
                    if (change < gain) {
                        gain = change;
                        next = i;
                    }
                }
            }
            if (next < 0) {
                return value;
            }
            count[next]++;
            value += gain;
            left = Math.max(0, left - rate / team.demand());
            left = left < ROUNDING ? 0 : left;
        }
    }

    /** Of the options that are fast enough the one whose replica costs least; -1 when none is. */
    private int cheapest(int i, double rate, double[] price) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        List<VariantOption> options = team.items().get(i).variant().options();
        for (int o = 0; o < options.size(); o++) {
            int first = index(i, o, 1);
            if (first >= 0 && options.get(o).capacityOf(1) >= rate && price[first] < least) {
                least = price[first];
                best = o;
            }
        }
        return best;
    }

    /** Position of a choice, -1 when it is not one. */
    private int index(int i, int option, int replicas) {
        int[] own = positions[i][option];
        return replicas < own.length ? own[replicas] : -1;
    }

    private static int[][] positions(Item item, TeamChoices own) {
        int options = item.variant().options().size();
        int[] most = new int[options];
        int none = 0;
        for (int c = 0; c < own.size(); c++) {
            Choice choice = own.choices[c];
            most[choice.option()] = Math.max(most[choice.option()], choice.replicas());
            none = choice.replicas() == 0 ? c : none;
        }
        int[][] positions = new int[options][];
        for (int o = 0; o < options; o++) {
            positions[o] = new int[most[o] + 1];
            positions[o][0] = none;
        }
        for (int c = 0; c < own.size(); c++) {
            if (own.choices[c].replicas() > 0) {
                positions[own.choices[c].option()][own.choices[c].replicas()] = c;
            }
        }
        return positions;
    }

    private static boolean constant(VariantOption option) {
        double first = option.capacityOf(1);
        int size = option.capacity().size();
        return first > 0 && Math.abs(option.capacityOf(size) / size - first) <= first * ROUNDING;
    }
}
