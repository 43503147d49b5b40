package dev.inferno.profile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.profile.MeasuredSets.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The law against measured servers: each token mix is predicted by the law of the others. {@code hack/profile-accuracy} writes
 * the tables of {@code docs/modeling-optimization.md}, with {@code -Dinferno.profile.report=FILE}.
 */
final class ProfileAccuracyTest {

    private static final double LARGEST_FLEET = 8;
    private static final double STEP = 0.1;

    /** Part of the rate kept in hand. */
    private static final double MARGIN = 0.08;

    /** Several servers of a kind. */
    private record Kind(
            String name,
            int servers,
            List<Double> seen,
            List<Double> unseen,
            List<Double> aimed,
            List<Judged.Rate> rates,
            List<Judged.Rate> aimedRates) {

        static Kind of(String name, List<Server> servers) {
            Kind kind = new Kind(
                    name,
                    servers.size(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
            for (Server server : servers) {
                Judged judged = Judged.of(server.rows());
                kind.seen.addAll(judged.seen());
                kind.unseen.addAll(judged.unseen());
                kind.aimed.addAll(judged.aimed());
                kind.rates.addAll(judged.rates());
                kind.aimedRates.addAll(judged.aimedRates());
            }
            return kind;
        }

        ErrorSummary unseenErrors() {
            return ErrorSummary.of(unseen);
        }

        String row() {
            ErrorSummary known = ErrorSummary.of(seen);
            ErrorSummary others = unseenErrors();
            ErrorSummary near = ErrorSummary.of(aimed);
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %.1f %% | %.1f %% | %s |",
                    name,
                    servers,
                    known.rows(),
                    100 * known.median(),
                    100 * known.p95(),
                    others.rows() == 0
                            ? "- | - | - | - | -"
                            : String.format(
                                    Locale.ROOT,
                                    "%d | %.1f %% | %.1f %% | %.1f %% | %.1f %%",
                                    others.rows(),
                                    100 * others.median(),
                                    100 * others.p95(),
                                    100 * near.median(),
                                    100 * near.p95()));
        }

        /** Share of demands for which the replicas are off by least to most. */
        double share(double smallest, double largest, double least, int from, int to) {
            int hits = 0;
            int all = 0;
            for (Judged.Rate rate : rates) {
                for (double times = smallest + STEP / 2;
                        times < largest && rate.limitOverBase() >= least;
                        times += STEP) {
                    int off = rate.off(times);
                    hits += off >= from && off <= to ? 1 : 0;
                    all++;
                }
            }
            return all == 0 ? 0 : (double) hits / all;
        }

        /** By laws fitted for the mix, with part of the rate in hand. */
        Kind careful() {
            return new Kind(
                    name,
                    servers,
                    seen,
                    aimed,
                    aimed,
                    aimedRates.stream().map(rate -> rate.withMargin(MARGIN)).toList(),
                    aimedRates);
        }

        String replicas(double smallest, double largest, double least) {
            ErrorSummary rate = ErrorSummary.of(rates.stream()
                    .filter(r -> r.limitOverBase() >= least)
                    .map(Judged.Rate::error)
                    .toList());
            return String.format(
                    Locale.ROOT,
                    "| %s | %.0f to %.0f | %.2f | %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% |",
                    name,
                    smallest + 1,
                    largest,
                    least,
                    rate.rows(),
                    100 * rate.median(),
                    100 * share(smallest, largest, least, 0, 1),
                    100 * share(smallest, largest, least, 2, 99),
                    100 * share(smallest, largest, least, -1, -1),
                    100 * share(smallest, largest, least, -99, -2),
                    100 * careful().share(smallest, largest, least, 0, 1),
                    100 * careful().share(smallest, largest, least, 2, 99));
        }
    }

    private static List<Kind> kinds(String set, List<Server> servers, Function<Server, String> kind) {
        Map<String, List<Server>> sorted = new LinkedHashMap<>();
        servers.stream()
                .filter(server -> Judged.can(server.rows()))
                .forEach(server -> sorted.computeIfAbsent(kind.apply(server), k -> new ArrayList<>())
                        .add(server));
        return sorted.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> Kind.of(set + entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Kind only(List<Server> servers, String name, Predicate<Server> which) {
        return Kind.of(
                name,
                servers.stream()
                        .filter(which.and(server -> Judged.can(server.rows())))
                        .toList());
    }

    @Test
    void llamaOnAnH100IsPredictedForMixesTheFitHasNotSeen() {
        Kind kind = Kind.of("guidellm", MeasuredSets.guideLlm());

        assertTrue(kind.unseenErrors().median() <= 0.04, () -> "median " + kind.unseenErrors());
        assertTrue(kind.unseenErrors().p95() <= 0.10, () -> "p95 " + kind.unseenErrors());
        assertTrue(kind.share(0, 2, 1.5, 0, 1) >= 0.9, "replicas of fleets of at most 2");
        assertTrue(kind.share(0, LARGEST_FLEET, 1.25, -1, 1) >= 0.9, "replicas within one");
        Kind careful = kind.careful();
        assertTrue(careful.unseenErrors().median() <= 0.025, () -> "for the mix " + careful.unseenErrors());
        assertTrue(careful.unseenErrors().p95() <= 0.08, () -> "for the mix " + careful.unseenErrors());
        assertTrue(careful.share(0, LARGEST_FLEET, 2, 0, 1) >= 0.95, "replicas, for the mix, 8 % in hand");
    }

    @Test
    void denseModelsOfAnotherToolAndOtherEnginesArePredictedToo() {
        Kind kind = only(MeasuredSets.aiConfigurator(), "dense", Server::dense);

        assertTrue(kind.unseenErrors().rows() > 500, () -> "rows " + kind.unseenErrors());
        assertTrue(kind.unseenErrors().median() <= 0.04, () -> "median " + kind.unseenErrors());
        assertTrue(kind.unseenErrors().p95() <= 0.13, () -> "p95 " + kind.unseenErrors());
        assertTrue(ErrorSummary.of(kind.seen()).p95() <= 0.10, "p95 of fitted rows");
    }

    @Test
    void batchesOfSplitwiseFollowTheLawWithoutItsPromptTerm() {
        Kind kind = only(MeasuredSets.splitwise(), "splitwise", server -> true);

        assertTrue(ErrorSummary.of(kind.seen()).median() <= 0.03, () -> "fitted " + ErrorSummary.of(kind.seen()));
        assertTrue(ErrorSummary.of(kind.seen()).p95() <= 0.07, () -> "fitted " + ErrorSummary.of(kind.seen()));
    }

    @Test
    void tablesOfTheDocumentsCanBeWritten() throws IOException {
        List<Server> measured = MeasuredSets.aiConfigurator();
        List<Kind> kinds = new ArrayList<>();
        kinds.addAll(kinds(
                "guidellm, vLLM, Llama-3.1-8B, ", MeasuredSets.guideLlm(), server -> server.label("accelerator")));
        kinds.addAll(kinds(
                "aiconfigurator, ",
                measured,
                server -> (server.dense() ? "dense, " : "experts, ") + server.label("accelerator")));
        kinds.addAll(kinds("splitwise batches, ", MeasuredSets.splitwise(), server -> server.label("accelerator")));
        kinds.addAll(kinds(
                "argonne batches, ",
                MeasuredSets.argonne(),
                server -> server.label("accelerator") + ", " + server.label("framework")));
        List<String> lines = new ArrayList<>();
        lines.add("| measured | servers | rows | fitted: median | p95 | unseen mixes: rows | median | p95 |"
                + " by a law for the mix: median | p95 |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|");
        kinds.forEach(kind -> lines.add(kind.row()));
        lines.add("");
        lines.add("| measured | fleet | limit / base at least | rates | rate off by, median | equal or one more |"
                + " two or more too many | one too few | two or more too few |"
                + " for the mix, 8 % in hand: equal or one more | two or more too many |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|");
        for (Kind kind : List.of(
                kinds.getFirst(),
                only(measured, "aiconfigurator, dense", Server::dense),
                only(measured, "aiconfigurator, experts", server -> !server.dense()))) {
            lines.add(kind.replicas(0, 2, 1.25));
            lines.add(kind.replicas(2, LARGEST_FLEET, 1.25));
            lines.add(kind.replicas(0, 2, 2));
            lines.add(kind.replicas(2, LARGEST_FLEET, 2));
            lines.add(kind.replicas(0, LARGEST_FLEET, 1.25));
            lines.add(kind.replicas(0, LARGEST_FLEET, 2));
        }
        lines.forEach(System.out::println);
        String file = System.getProperty("inferno.profile.report");
        if (file != null) {
            Files.write(Path.of(file), lines);
        }
        assertTrue(kinds.size() > 10);
    }
}
