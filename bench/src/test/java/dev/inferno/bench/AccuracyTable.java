package dev.inferno.bench;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What judged cases come to, by kind. */
final class AccuracyTable {

    /** How much the cheapest options need of what is free. */
    enum Kind {
        SLACK(0.2, 0.6),
        TIGHT(0.6, 1.0),
        SCARCE(1.0, 1.6),
        CPU_BOUND(0.3, 1.2);

        private final double least;
        private final double most;

        Kind(double least, double most) {
            this.least = least;
            this.most = most;
        }

        double least() {
            return least;
        }

        double most() {
            return most;
        }
    }

    /**
     * One plan beside the proven best.
     *
     * @param serves as much of every priority as the best
     * @param gap how much dearer than the best, a part of it
     * @param published the gap that the plan itself claims at most
     * @param boundLies above the best
     */
    record Case(
            String name,
            Kind kind,
            boolean proven,
            boolean serves,
            double gap,
            boolean bounded,
            @Nullable Double published,
            boolean boundLies,
            double millis) {

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s: %s, cost %+.3f %%, %s, %.0f ms",
                    name,
                    !proven ? "not proven" : serves ? "serves as much" : "SERVES LESS",
                    100 * gap,
                    published == null
                            ? "no gap published"
                            : String.format(Locale.ROOT, "gap <= %.3f %%", 100 * published),
                    millis);
        }
    }

    private AccuracyTable() {}

    static String of(List<Case> cases) {
        var table = new StringBuilder("| fleets | cases | proven by CP-SAT | same unmet demand | cost above optimum:"
                + " mean | worst | gap published | published gap: mean | worst | ms: mean | worst |\n"
                + "|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (Kind kind : Kind.values()) {
            table.append(row(
                    kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    cases.stream().filter(c -> c.kind() == kind).toList()));
        }
        return table.append(row("all", cases)).toString();
    }

    private static String row(String name, List<Case> cases) {
        List<Case> proven = cases.stream().filter(Case::proven).toList();
        List<Case> serving = proven.stream().filter(Case::serves).toList();
        var gaps = serving.stream().mapToDouble(Case::gap).summaryStatistics();
        var published = cases.stream()
                .filter(c -> c.published() != null)
                .mapToDouble(c -> c.published() == null ? 0 : c.published())
                .summaryStatistics();
        var millis = cases.stream().mapToDouble(Case::millis).summaryStatistics();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d (%.1f %%) | %.2f %% | %.2f %% | %d | %.2f %% | %.2f %% | %.0f | %.0f |%n",
                name,
                cases.size(),
                proven.size(),
                serving.size(),
                100.0 * serving.size() / Math.max(1, proven.size()),
                100 * gaps.getAverage(),
                100 * Math.max(0, gaps.getMax()),
                published.getCount(),
                100 * published.getAverage(),
                100 * Math.max(0, published.getMax()),
                millis.getAverage(),
                millis.getMax());
    }
}
