package dev.inferno.optimizer;

import java.util.Arrays;
import java.util.List;

/**
 * One way to serve a team, and what it takes.
 *
 * @param own what each item of the team gets
 * @param missing replicas below the minimums
 * @param unmet part of the demand left unserved
 * @param kinds indices of the kinds used, ascending, with {@code counts} replicas of each
 * @param rows indices of the rows it counts in, ascending, with {@code amounts} taken of each
 */
record Column(
        List<Choice> own,
        int missing,
        double unmet,
        double cost,
        int[] kinds,
        int[] counts,
        int[] rows,
        double[] amounts) {

    static Column of(Team team, List<Choice> own, Rooms rooms) {
        int missing = 0;
        double cost = 0;
        int[] kinds = new int[own.size()];
        int[] counts = new int[own.size()];
        int used = 0;
        for (int i = 0; i < own.size(); i++) {
            Item item = team.items().get(i);
            Choice choice = own.get(i);
            missing += Math.max(0, item.variant().minReplicas() - choice.replicas());
            cost += choice.replicas() * item.option(choice).costPerReplicaHour();
            if (choice.replicas() > 0) {
                used = count(
                        kinds, counts, used, rooms.kind(item, choice.option()).index(), choice.replicas());
            }
        }
        var column = new Column(
                List.copyOf(own),
                missing,
                team.unmetBy(own),
                cost,
                Arrays.copyOf(kinds, used),
                Arrays.copyOf(counts, used),
                new int[0],
                new double[0]);
        return column.with(rooms.rows());
    }

    /** Counts replicas of a kind among those used, kept ascending; how many are used then. */
    private static int count(int[] kinds, int[] counts, int used, int kind, int replicas) {
        int at = Arrays.binarySearch(kinds, 0, used, kind);
        if (at >= 0) {
            counts[at] += replicas;
            return used;
        }
        int to = -at - 1;
        System.arraycopy(kinds, to, kinds, to + 1, used - to);
        System.arraycopy(counts, to, counts, to + 1, used - to);
        kinds[to] = kind;
        counts[to] = replicas;
        return used + 1;
    }

    /** The same with what it takes of these rows. */
    Column with(Rows all) {
        int size = 0;
        for (int kind : kinds) {
            size += all.of(kind).length;
        }
        int[] found = new int[size];
        double[] sums = new double[size];
        int rowCount = 0;
        for (int i = 0; i < kinds.length; i++) {
            int[] ofKind = all.of(kinds[i]);
            double[] weights = all.weights(kinds[i]);
            for (int j = 0; j < ofKind.length; j++) {
                int at = i == 0 ? -rowCount - 1 : Arrays.binarySearch(found, 0, rowCount, ofKind[j]);
                if (at < 0) {
                    at = -at - 1;
                    System.arraycopy(found, at, found, at + 1, rowCount - at);
                    System.arraycopy(sums, at, sums, at + 1, rowCount - at);
                    found[at] = ofKind[j];
                    sums[at] = 0;
                    rowCount++;
                }
                sums[at] += counts[i] * weights[j];
            }
        }
        return new Column(
                own,
                missing,
                unmet,
                cost,
                kinds,
                counts,
                Arrays.copyOf(found, rowCount),
                Arrays.copyOf(sums, rowCount));
    }

    /** Adds what it takes of each row, so many times. */
    void addTo(double[] sums, double times) {
        for (int i = 0; i < rows.length; i++) {
            sums[rows[i]] += times * amounts[i];
        }
    }
}
