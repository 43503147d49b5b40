package dev.inferno.optimizer;

/**
 * What room and lacking service cost a team, in cost units per hour.
 *
 * @param kinds per replica of each kind
 * @param missing per replica below a minimum, by rank
 * @param unmet per whole demand left unserved, by rank
 */
record Prices(double[] kinds, double[] missing, double[] unmet) {

    double ofKind(int kind) {
        return kinds[kind];
    }

    double ofMissing(int rank) {
        return missing[rank];
    }

    double ofUnmet(int rank) {
        return unmet[rank];
    }

    double of(Column column, int rank) {
        double sum = column.cost() + column.missing() * missing[rank] + column.unmet() * unmet[rank];
        for (int i = 0; i < column.kinds().length; i++) {
            sum += column.counts()[i] * kinds[column.kinds()[i]];
        }
        return sum;
    }
}
