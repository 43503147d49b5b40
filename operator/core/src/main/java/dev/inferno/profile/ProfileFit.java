package dev.inferno.profile;

import dev.inferno.profile.Outcome.Evidence;
import dev.inferno.profile.Outcome.Fitted;
import dev.inferno.profile.Outcome.Quality;
import dev.inferno.profile.Outcome.Unsettled;
import dev.inferno.serving.LatencyLaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Fits the iteration law to benchmark rows.
 *
 * <p>Problem: base, decodeToken, prefillToken, kvToken >= 0 from mean times between tokens at several loads and token mixes.
 * Method: ITL = base + decodeToken d + prefillToken d I / O + kvToken d (I + O / 2), d requests decoding by Little's law; least
 * squares of the relative error, weighted for the mix the law is to be right for ({@link Aim}). In batches that start together no decode meets a prompt; there prefillToken comes from the
 * time to the first tokens, base + prefillToken x prompt tokens of the batch. Refused: too few rows, wrong units, one
 * concurrency, too few mixes to tell the coefficients apart. Source: this project's law; Little 1961. Complexity: linear in rows x
 * mixes. Units: milliseconds. Thread-safety: stateless.
 */
public final class ProfileFit {

    /** Above, errors on unseen mixes grew past 20 % in trials with three mixes of a measured set; see docs. */
    private static final double MOST_CONDITION = 30;

    private static final double POOR_CONDITION = 10;
    private static final int SPARE_ROWS = 2;
    private static final double LEAST_SPREAD = 2;
    private static final double FAR_OFF = 0.3;
    private static final double POOR_R2 = 0.9;

    private ProfileFit() {}

    /** The law of one model on one accelerator, right for all its mixes alike. */
    public static Outcome of(List<Measurement> rows) {
        return of(rows, Aim.ALL);
    }

    /** The law of one model on one accelerator. */
    public static Outcome of(List<Measurement> rows, Aim aim) {
        Screening screening = Screening.of(rows);
        List<Observation> usable = screening.usable();
        Evidence evidence = new Evidence(
                rows.size(),
                usable.size(),
                Mixes.of(usable).size(),
                usable.stream().mapToDouble(Observation::decoding).min().orElse(0),
                usable.stream().mapToDouble(Observation::decoding).max().orElse(0),
                condition(usable),
                screening.dropped());
        Optional<String> missing = UnitCheck.complaint(rows).or(() -> missing(usable, evidence));
        if (missing.isPresent()) {
            return new Unsettled(missing.get(), evidence);
        }
        LatencyLaw.Iteration law = law(usable, aim);
        Quality quality = quality(law, usable, aim);
        List<String> warnings = new ArrayList<>(aim.notes(usable));
        warnings.addAll(warnings(law, usable, evidence, quality));
        return new Fitted(withMargin(law, aim.margin()), quality, evidence, List.copyOf(warnings));
    }

    private static Optional<String> missing(List<Observation> rows, Evidence evidence) {
        boolean batches = rows.stream().anyMatch(Observation::batch);
        if (rows.size() < Observation.UNKNOWNS + SPARE_ROWS) {
            return say(
                    "%d of %d rows are usable; four coefficients need at least 6 rows: measure more loads and mixes",
                    rows.size(), evidence.rows());
        }
        if (batches && !rows.stream().allMatch(Observation::batch)) {
            return say("rows of batches and of steady load are mixed; fit them apart, they show different things");
        }
        if (evidence.mostDecoding() < LEAST_SPREAD * evidence.leastDecoding()) {
            return say(
                    "all rows are at one concurrency, %.3g to %.3g: base and the cost of a request cannot be told apart;"
                            + " measure at 1 and at a high concurrency too",
                    evidence.leastDecoding(), evidence.mostDecoding());
        }
        if (evidence.condition() > MOST_CONDITION) {
            return Optional.of(tooAlike(rows, evidence));
        }
        if (batches && rows.stream().allMatch(row -> row.ttftMillis() == null)) {
            return say("batches without ttftMillis do not show prefillToken; map that column too");
        }
        return Optional.empty();
    }

    private static String tooAlike(List<Observation> rows, Evidence evidence) {
        String known = "";
        if (evidence.mixes() == 1) {
            double[] line = LeastSquares.nonNegative(
                    relative(rows, row -> new double[] {1, row.decoding()}), ones(rows.size()));
            known = String.format(
                    Locale.ROOT, "; for this mix alone ITL = %.4g + %.4g x decoding requests (ms)", line[0], line[1]);
        }
        return String.format(
                Locale.ROOT,
                "%d token %s too alike to tell decodeToken, prefillToken and kvToken apart (condition %.3g, at most %.0f)%s;"
                        + " measure three mixes or more, each at low and high load: short prompt and long answer, long prompt and"
                        + " short answer, both long",
                evidence.mixes(),
                evidence.mixes() == 1 ? "mix is" : "mixes are",
                evidence.condition(),
                MOST_CONDITION,
                known);
    }

    private static Optional<String> say(String format, Object... values) {
        return Optional.of(String.format(Locale.ROOT, format, values));
    }

    /** By relative error; needs rows that settle it. */
    static LatencyLaw.Iteration law(List<Observation> rows, Aim aim) {
        double[] weights =
                rows.stream().mapToDouble(row -> Math.sqrt(aim.weight(row))).toArray();
        double[][] features = relative(rows, Observation::features);
        for (int i = 0; i < weights.length; i++) {
            double weight = weights[i];
            features[i] = Arrays.stream(features[i]).map(f -> weight * f).toArray();
        }
        double[] c = LeastSquares.nonNegative(features, weights);
        boolean batches = rows.getFirst().batch();
        return new LatencyLaw.Iteration(c[0], c[1], batches ? prefillOfBatches(c[0], rows) : c[2], c[3]);
    }

    /** With the base as it is, what the others cost more is what a server carries less within any limit. */
    static LatencyLaw.Iteration withMargin(LatencyLaw.Iteration law, double margin) {
        double more = 1 + margin;
        return new LatencyLaw.Iteration(
                law.baseMillis(),
                more * law.decodeTokenMillis(),
                more * law.prefillTokenMillis(),
                more * law.kvTokenMillis());
    }

    private static double prefillOfBatches(double base, List<Observation> rows) {
        double product = 0;
        double square = 0;
        for (Observation row : rows) {
            Double ttft = row.ttftMillis();
            if (ttft != null && ttft > 0) {
                double tokens = row.decoding() * row.inputTokens() / ttft;
                product += tokens * (1 - base / ttft);
                square += tokens * tokens;
            }
        }
        return square == 0 ? 0 : Math.max(0, product / square);
    }

    /** How alike the columns that count are; batches have no prompts among the decodes. */
    private static double condition(List<Observation> rows) {
        if (rows.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        boolean batches = rows.getFirst().batch();
        return LeastSquares.condition(relative(rows, row -> {
            double[] f = row.features();
            return batches ? new double[] {f[0], f[1], f[3]} : f;
        }));
    }

    private static double[][] relative(List<Observation> rows, Function<Observation, double[]> features) {
        return rows.stream()
                .map(row -> Arrays.stream(features.apply(row))
                        .map(f -> f / row.itlMillis())
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Quality quality(LatencyLaw.Iteration law, List<Observation> rows, Aim aim) {
        List<LeftOut> spared = LeftOut.of(rows, aim.mix() != null);
        return new Quality(
                r2(law, rows),
                ErrorSummary.of(rows.stream().map(row -> row.error(law)).toList()),
                spared.isEmpty()
                        ? null
                        : ErrorSummary.of(
                                spared.stream().flatMap(LeftOut::errors).toList()),
                spared.size());
    }

    /** Whether these rows settle the law. */
    static boolean settled(List<Observation> rows) {
        return condition(rows) <= MOST_CONDITION;
    }

    private static double r2(LatencyLaw.Iteration law, List<Observation> rows) {
        double mean =
                rows.stream().mapToDouble(Observation::itlMillis).average().orElse(0);
        double left = 0;
        double all = 0;
        for (Observation row : rows) {
            left += Math.pow(row.predicted(law) - row.itlMillis(), 2);
            all += Math.pow(row.itlMillis() - mean, 2);
        }
        return all == 0 ? 0 : 1 - left / all;
    }

    private static List<String> warnings(
            LatencyLaw.Iteration law, List<Observation> rows, Evidence evidence, Quality quality) {
        List<String> warnings = new ArrayList<>();
        if (evidence.condition() > POOR_CONDITION) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the mixes are rather alike (condition %.3g): other mixes than these may be off by 10 %% and more",
                    evidence.condition()));
        }
        if (quality.r2() < POOR_R2) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "R2 is %.2f: something else than load and lengths moves the time between tokens in these rows",
                    quality.r2()));
        }
        if (quality.leftOut() == null) {
            warnings.add("no mix can be spared to test the law on what it has not seen; measure a fourth");
        }
        zero(law.baseMillis(), "base").ifPresent(warnings::add);
        zero(law.decodeTokenMillis(), "decodeToken").ifPresent(warnings::add);
        zero(law.prefillTokenMillis(), "prefillToken").ifPresent(warnings::add);
        zero(law.kvTokenMillis(), "kvToken").ifPresent(warnings::add);
        List<String> far = rows.stream()
                .filter(row -> Math.abs(row.error(law)) > FAR_OFF)
                .map(Observation::where)
                .toList();
        if (!far.isEmpty()) {
            warnings.add("the law is off by more than 30 % at " + String.join(", ", far));
        }
        long untold = rows.stream().filter(row -> row.ttftMillis() == null).count();
        if (untold > 0 && untold < rows.size()) {
            warnings.add(untold + " rows have no usable TTFT; all their requests count as decoding");
        }
        return List.copyOf(warnings);
    }

    private static Optional<String> zero(double coefficient, String name) {
        return coefficient > 0
                ? Optional.empty()
                : Optional.of(name + " is 0: these rows do not show it, its share is in the other coefficients");
    }
}
