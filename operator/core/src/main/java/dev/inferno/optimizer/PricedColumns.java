package dev.inferno.optimizer;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Columns of a team, cheapest at some prices first; {@code priced} holds what each costs. */
record PricedColumns(Column[] columns, double[] priced) {

    private record Priced(Column column, double cost) {}

    static PricedColumns of(Collection<Column> columns, ToDoubleFunction<Column> price) {
        List<Priced> sorted = columns.stream()
                .map(column -> new Priced(column, price.applyAsDouble(column)))
                .sorted(Comparator.comparingDouble(Priced::cost)
                        .thenComparingDouble(one -> one.column().unmet())
                        .thenComparingDouble(one -> one.column().cost()))
                .toList();
        return new PricedColumns(
                sorted.stream().map(Priced::column).toArray(Column[]::new),
                sorted.stream().mapToDouble(Priced::cost).toArray());
    }

    int size() {
        return columns.length;
    }

    /** What the cheapest costs; infinite where there is none. */
    double least() {
        return priced.length == 0 ? Double.POSITIVE_INFINITY : priced[0];
    }
}
