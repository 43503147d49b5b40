package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one item can get, as arrays for the inner loops of a search: none, and every useful count of each option, by what
 * they carry.
 */
final class TeamChoices {

    final Choice[] choices;
    final double[] carries;
    final double[] cost;
    final int[] missing;
    /** Kind of each choice, -1 for none. */
    final int[] kinds;

    TeamChoices(Team team, Item item, Rooms rooms) {
        var all = new ArrayList<Choice>(List.of(Choice.NONE));
        for (int option = 0; option < item.variant().options().size(); option++) {
            int bound = team.bound(item, option);
            for (int replicas = 1; replicas <= bound; replicas++) {
                all.add(new Choice(option, replicas));
            }
        }
        all.sort(Comparator.comparingDouble(choice -> item.option(choice).capacityOf(choice.replicas())));
        int size = all.size();
        this.choices = all.toArray(Choice[]::new);
        this.carries = new double[size];
        this.cost = new double[size];
        this.missing = new int[size];
        this.kinds = new int[size];
        for (int c = 0; c < size; c++) {
            Choice choice = choices[c];
            VariantOption option = item.option(choice);
            carries[c] = option.capacityOf(choice.replicas());
            cost[c] = choice.replicas() * option.costPerReplicaHour();
            missing[c] = Math.max(0, item.variant().minReplicas() - choice.replicas());
            kinds[c] = choice.replicas() == 0
                    ? -1
                    : rooms.kind(item, choice.option()).index();
        }
    }

    int size() {
        return choices.length;
    }

    /** Cost with what its room and its missing replicas are priced at. */
    void priced(Prices prices, int rank, double[] into) {
        for (int c = 0; c < choices.length; c++) {
            double room = kinds[c] < 0 ? 0 : choices[c].replicas() * prices.ofKind(kinds[c]);
            into[c] = cost[c] + room + missing[c] * prices.ofMissing(rank);
        }
    }
}
