package dev.inferno.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows grouped by token mix. A benchmark asks for lengths and reports what it got, some per cent beside: rows are of one mix when
 * prompt and answer are each within a factor of 1.4 of the mix's first row.
 */
final class Mixes {

    private static final double SAME = Math.log(1.4);

    private Mixes() {}

    /** Each list holds the rows of one mix, in order of first appearance. */
    static List<List<Observation>> of(List<Observation> rows) {
        List<List<Observation>> mixes = new ArrayList<>();
        for (Observation row : rows) {
            mixes.stream()
                    .filter(mix -> same(mix.getFirst(), row))
                    .findFirst()
                    .orElseGet(() -> {
                        mixes.add(new ArrayList<>());
                        return mixes.getLast();
                    })
                    .add(row);
        }
        return mixes;
    }

    private static boolean same(Observation a, Observation b) {
        return a.batch() == b.batch()
                && near(a.inputTokens(), b.inputTokens())
                && near(a.outputTokens(), b.outputTokens());
    }

    private static boolean near(double a, double b) {
        return Math.abs(Math.log(a / b)) <= SAME;
    }
}
