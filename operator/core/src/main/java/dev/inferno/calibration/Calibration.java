package dev.inferno.calibration;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.TokenMix;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one kind of server: the coefficients of its iteration law, how sure they are, and since when.
 *
 * <p>Problem: a profile is measured once, elsewhere; servers differ and change. Method: each usable {@link Window} gives one
 * or two linear equations ({@link Equation}) for recursive least squares ({@link Belief}). A window with an equation more than 4
 * standard deviations off is refused; five in a row of one sign mean that the servers themselves have changed, and what was believed
 * is doubted. The coefficients in force follow the estimate, each by at most 10 % a minute.
 * Complexity: O(1) per window, a state below 1 KiB. Units: milliseconds. Thread-safety: immutable.
 *
 * @param accelerator key of the accelerator table
 * @param profile what the user said, and what the estimate began with
 * @param estimate what all windows together say
 * @param inForce what decisions use
 * @param covariance of the estimate's ratios to the profile, upper triangle
 * @param windows that were learned from
 * @param refused windows that were refused as outliers
 * @param itlStreak outliers of the ITL in a row, negative when faster than believed
 * @param prefillStreak the same of the prefill time
 * @param ttftBias how many times longer than by the law in force the first token takes, 1 to 2
 * @param updated end of the last window, used or not
 * @param changed when the servers were last seen to have changed; null = never
 * @param unprofiled what is kept of servers that nobody profiled; their {@code profile} is a guess. Null = of a profile
 */
public record Calibration(
        String accelerator,
        Iteration profile,
        Iteration estimate,
        Iteration inForce,
        List<Double> covariance,
        int windows,
        int refused,
        int itlStreak,
        int prefillStreak,
        double ttftBias,
        Instant updated,
        @Nullable Instant changed,
        @Nullable Unprofiled unprofiled) {

    /**
     * How far servers are known that nobody profiled.
     *
     * @param agreeing windows in a row that came out as predicted
     * @param known decisions are made by the law
     * @param mostRunning most requests one was seen to run at a time
     * @param full others waited for it then, so it is the limit of its batch
     */
    public record Unprofiled(int agreeing, boolean known, int mostRunning, boolean full) {

        static final Unprofiled START = new Unprofiled(0, false, 0, false);
    }

    /** Proportions of a server of which nothing is known; its scale is that of the first window. */
    private static final Iteration GUESS = new Iteration(8, 0.025, 0.025, 8e-5);

    /** A prediction is borne out within this part of it, or two errors of the observation. */
    private static final double AGREEMENT = 0.1;

    private static final double ERRORS = 2;

    /** Outliers of one sign in a row that are no accident. */
    private static final int CHANGE = 5;

    /** Precision kept per minute. */
    private static final double KEPT = 0.985;

    private static final double MOST_PER_MINUTE = 0.1;

    /** No step may be larger than what two minutes allow, however long nothing was heard. */
    private static final double MOST_MINUTES = 2;

    private static final double LONGEST_MINUTES = 120;

    private static final double MOST_BIAS = 2;
    private static final double BIAS_MINUTES = 30;

    /** Part of a window that no earlier one may have covered. */
    private static final double OWN = 0.9;

    public Calibration {
        covariance = List.copyOf(covariance);
    }

    /** Nothing learned yet. */
    public static Calibration start(String accelerator, Iteration profile, Instant now) {
        return start(accelerator, profile, now, null, null);
    }

    /** Nothing is known, not even by hearsay. */
    public static Calibration unprofiled(String accelerator, Instant now) {
        return start(accelerator, GUESS, now, null, Unprofiled.START);
    }

    private static Calibration start(
            String accelerator,
            Iteration profile,
            Instant now,
            @Nullable Instant changed,
            @Nullable Unprofiled unprofiled) {
        double[] ones = Coefficients.times(profile, profile);
        List<Double> covariance = Belief.first(prior(unprofiled), ones).triangle();
        return new Calibration(
                accelerator, profile, profile, profile, covariance, 0, 0, 0, 0, 1, now, changed, unprofiled);
    }

    private static Belief.Prior prior(@Nullable Unprofiled unprofiled) {
        return unprofiled == null ? Belief.Prior.PROFILE : Belief.Prior.GUESS;
    }

    /** The state after one more window; the same state when the window can teach nothing. */
    public Calibration after(Window window) {
        double minutes = Duration.between(updated, window.end()).toMillis() / 60_000.0;
        if (!window.usable() || 60 * minutes < OWN * window.work().seconds()) {
            return this;
        }
        boolean first = unprofiled != null && windows == 0 && refused == 0;
        return (first ? scaledTo(Equation.itl(window)) : this).learned(window, minutes);
    }

    private Calibration scaledTo(Equation equation) {
        double scale = equation.millis() / sum(equation.factors(), profile);
        Iteration scaled = Coefficients.scaled(profile, new double[] {scale, scale, scale, scale});
        return start(accelerator, scaled, updated, changed, unprofiled);
    }

    private Calibration learned(Window window, double minutes) {
        double[] given = Coefficients.of(profile);
        Belief belief = belief(estimate);
        belief.forget(StrictMath.pow(KEPT, Math.min(minutes, LONGEST_MINUTES)));
        Equation itlEquation = Equation.itl(window);
        Equation prefillEquation = Equation.prefill(window);
        var itl = Finding.of(belief, prior(unprofiled), given, itlEquation, itlStreak);
        var prefill = Finding.of(belief, prior(unprofiled), given, prefillEquation, prefillStreak);
        boolean used = !itl.refused() && !prefill.refused();
        if (used) {
            belief.learn(itlEquation, given);
            if (prefillEquation != null) {
                belief.learn(prefillEquation, given);
            }
        }
        boolean change = itl.isChange() || prefill.isChange();
        if (change && unprofiled != null) {
            return start(accelerator, GUESS, window.end(), window.end(), Unprofiled.START);
        }
        if (change) {
            belief.doubt();
        }
        Iteration learned = Coefficients.scaled(profile, belief.value());
        boolean free = unprofiled != null && !unprofiled.known();
        return new Calibration(
                accelerator,
                profile,
                learned,
                free ? learned : nearer(learned, Math.min(minutes, MOST_MINUTES)),
                belief.triangle(),
                windows + (used ? 1 : 0),
                refused + (used ? 0 : 1),
                change ? 0 : itl.streak(),
                change ? 0 : prefill.streak(),
                ttftBias,
                window.end(),
                change ? window.end() : changed,
                agreeing(itl.agrees() && prefill.agrees()));
    }

    private @Nullable Unprofiled agreeing(boolean again) {
        return unprofiled == null
                ? null
                : new Unprofiled(
                        again ? unprofiled.agreeing() + 1 : 0,
                        unprofiled.known(),
                        unprofiled.mostRunning(),
                        unprofiled.full());
    }

    private Belief belief(Iteration law) {
        return Belief.of(prior(unprofiled), Coefficients.times(law, profile), covariance);
    }

    /**
     * The state after one comparison of the mean TTFT with what the law in force says of the same traffic. Only for servers
     * far from full, where the TTFT is no matter of chance. Never below 1: a formula that is too careful is no licence.
     *
     * @param minutes since the last one
     */
    public Calibration withTtft(double observedMillis, double predictedMillis, double minutes) {
        double ratio = observedMillis / predictedMillis;
        if (!(ratio > 0) || Double.isInfinite(ratio) || minutes <= 0) {
            return this;
        }
        double newest = StrictMath.log(Math.max(1 / MOST_BIAS, Math.min(MOST_BIAS, ratio)));
        double weight = -StrictMath.expm1(-minutes / BIAS_MINUTES);
        double bias = StrictMath.exp((1 - weight) * StrictMath.log(ttftBias) + weight * newest);
        return with(Coefficients.rounded(Math.max(1, bias)), unprofiled);
    }

    /** The state of servers nobody profiled, of which so much is known besides. */
    public Calibration with(Unprofiled other) {
        return with(ttftBias, other);
    }

    /**
     * The law in force, made one standard error slower for a request in a batch of so many: for decisions that take capacity
     * away.
     */
    public Iteration cautious(TokenMix tokens, double running) {
        return Coefficients.scaled(profile, belief(inForce).slower(request(tokens, running), Coefficients.of(profile)));
    }

    /** Relative standard error of ITL or prefill time, whichever is larger, of a request in a batch of so many. */
    public double error(TokenMix tokens, double running) {
        double[] profiled = Coefficients.of(profile);
        double[] prefill = {1, running, tokens.computedInput().mean(), running * Equation.context(tokens)};
        Belief belief = belief(inForce);
        return Math.max(belief.error(request(tokens, running), profiled), belief.error(prefill, profiled));
    }

    /** How many times longer than by the profile a request takes in a batch of so many. */
    public double slowdown(TokenMix tokens, double running) {
        double[] factors = request(tokens, running);
        return sum(factors, inForce) / sum(factors, profile);
    }

    /** Standard error of each coefficient of the estimate, in milliseconds. */
    public Iteration standardErrors() {
        return Coefficients.scaled(profile, belief(estimate).deviations());
    }

    private Calibration with(double bias, @Nullable Unprofiled other) {
        return new Calibration(
                accelerator,
                profile,
                estimate,
                inForce,
                covariance,
                windows,
                refused,
                itlStreak,
                prefillStreak,
                bias,
                updated,
                changed,
                other);
    }

    /** Work of one request, as factors of the coefficients. */
    private static double[] request(TokenMix tokens, double running) {
        double decodes = Math.max(1, Equation.decodes(tokens));
        double prompt = tokens.input().mean();
        double computed = tokens.computedInput().mean();
        double[] factors = {1 + decodes, decodes * running, computed * Math.max(1, running), 0};
        factors[3] = decodes * running * Math.max(prompt, Equation.context(tokens));
        return factors;
    }

    private static double sum(double[] factors, Iteration law) {
        double[] coefficients = Coefficients.of(law);
        double sum = 0;
        for (int i = 0; i < factors.length; i++) {
            sum += factors[i] * coefficients[i];
        }
        return sum;
    }

    private Iteration nearer(Iteration target, double minutes) {
        double[] to = Coefficients.times(target, profile);
        double[] from = Coefficients.times(inForce, profile);
        double most = StrictMath.exp(MOST_PER_MINUTE * minutes);
        for (int i = 0; i < to.length; i++) {
            to[i] = Math.max(from[i] / most, Math.min(from[i] * most, to[i]));
        }
        return Coefficients.scaled(profile, to);
    }

    /** What became of one equation of a window. */
    private record Finding(boolean refused, int streak, boolean agrees) {

        static Finding of(
                Belief belief, Belief.Prior prior, double[] profile, @Nullable Equation equation, int streak) {
            if (equation == null || !prior.conceives(equation, profile)) {
                return new Finding(equation != null, streak, equation == null);
            }
            double surprise = belief.surprise(equation, profile);
            if (Belief.isOutlier(surprise)) {
                int sign = surprise > 0 ? 1 : -1;
                return new Finding(true, streak * sign > 0 ? streak + sign : sign, false);
            }
            double off = Math.abs(belief.residual(equation, profile));
            return new Finding(false, 0, off <= Math.max(AGREEMENT, ERRORS * equation.error()));
        }

        boolean isChange() {
            return Math.abs(streak) >= CHANGE;
        }
    }
}
