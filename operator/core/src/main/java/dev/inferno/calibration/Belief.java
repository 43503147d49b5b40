package dev.inferno.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is believed of the coefficients while a window is taken in: a normal distribution over their ratios to the profile.
 *
 * <p>Problem: least squares over the past, the recent more, without losing what the profile said where the traffic shows
 * nothing. Method: recursive least squares (a Kalman filter of constants). Forgetting mixes the precision with that of the
 * first day, so a direction never seen stays as uncertain as it began and is never moved. Bounds: who leaves them is set
 * back on the bound and the others move along, as the covariance says. Source: stabilised forgetting (R. Kulhavy, M. B. Zarrop
 * 1993); Huber's weights. Complexity: O(1). Units: none, ratios. Thread-safety: none, local to one update.
 */
final class Belief {

    /** What is believed before anything was seen: variance and bounds of each ratio. */
    enum Prior {
        /** A profile is off by a factor of 2 at one standard deviation. */
        PROFILE(1, 0.25, 4),
        /** Of a guess only the scale means something: which part of the time is whose is anybody's. */
        GUESS(16, 0.01, 100);

        private final double variance;
        private final double least;
        private final double most;

        Prior(double variance, double least, double most) {
            this.variance = variance;
            this.least = least;
            this.most = most;
        }

        private double bounded(double ratio) {
            return Math.max(least, Math.min(most, ratio));
        }

        /** Whether any coefficients within the bounds could give this, an error of one part in four allowed for. */
        boolean conceives(Equation equation, double[] profile) {
            double given = dot(equation.factors(), profile);
            return equation.millis() > least * 0.8 * given && equation.millis() < most * 1.25 * given;
        }
    }

    private static final double HUBER = 2.5;
    private static final double OUTLIER = 4;
    /** What no amount of windows averages out: the equations themselves. */
    private static final double SYSTEMATIC = 0.015;

    private static final int COUNT = Coefficients.COUNT;

    private final Prior prior;
    private final double[] value;
    private final double[][] covariance;

    private Belief(Prior prior, double[] value, double[][] covariance) {
        this.prior = prior;
        this.value = value;
        this.covariance = covariance;
    }

    static Belief first(Prior prior, double[] value) {
        double[][] covariance = new double[COUNT][COUNT];
        for (int i = 0; i < COUNT; i++) {
            covariance[i][i] = prior.variance;
        }
        return new Belief(prior, value.clone(), covariance);
    }

    /** @param triangle upper triangle of the covariance, row by row */
    static Belief of(Prior prior, double[] value, List<Double> triangle) {
        double[][] covariance = new double[COUNT][COUNT];
        int next = 0;
        for (int i = 0; i < COUNT; i++) {
            for (int j = i; j < COUNT; j++) {
                covariance[i][j] = triangle.get(next);
                covariance[j][i] = triangle.get(next++);
            }
        }
        return new Belief(prior, value.clone(), covariance);
    }

    List<Double> triangle() {
        List<Double> triangle = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            for (int j = i; j < COUNT; j++) {
                triangle.add(Coefficients.rounded(covariance[i][j]));
            }
        }
        return triangle;
    }

    double[] value() {
        return value.clone();
    }

    /** @param kept share of the precision that stays; the rest becomes that of the first day */
    void forget(double kept) {
        double[][] precision = Positive.inverse(covariance);
        for (int i = 0; i < COUNT; i++) {
            for (int j = 0; j < COUNT; j++) {
                precision[i][j] *= kept;
            }
            precision[i][i] += (1 - kept) / prior.variance;
        }
        become(Positive.inverse(precision));
    }

    /** Nothing is known for sure any more. */
    void doubt() {
        become(first(prior, value).covariance);
    }

    private void become(double[][] other) {
        for (int i = 0; i < COUNT; i++) {
            System.arraycopy(other[i], 0, covariance[i], 0, COUNT);
        }
    }

    /**
     * What an equation says against the belief, in standard deviations; positive = slower than believed.
     *
     * @param profile coefficients that the ratios refer to
     */
    double surprise(Equation equation, double[] profile) {
        double[] x = relative(equation, profile);
        return residual(equation, profile) / Math.sqrt(square(equation.error()) + dot(x, times(x)));
    }

    static boolean isOutlier(double surprise) {
        return !(Math.abs(surprise) <= OUTLIER);
    }

    /** Learns from one equation; one that surprises counts less. */
    void learn(Equation equation, double[] profile) {
        double[] x = relative(equation, profile);
        double[] gain = times(x);
        double weight = Math.min(1, HUBER / Math.abs(surprise(equation, profile)));
        double variance = square(equation.error()) / weight + dot(x, gain);
        double residual = residual(equation, profile);
        for (int i = 0; i < COUNT; i++) {
            value[i] += gain[i] / variance * residual;
            for (int j = 0; j < COUNT; j++) {
                covariance[i][j] -= gain[i] * gain[j] / variance;
            }
        }
        bound();
    }

    /** Standard deviations of the ratios. */
    double[] deviations() {
        double[] deviations = new double[COUNT];
        Arrays.setAll(deviations, i -> Math.sqrt(covariance[i][i]));
        return deviations;
    }

    /** Relative standard error of a sum of the coefficients. */
    double error(double[] factors, double[] profile) {
        double[] x = relative(new Equation(factors, 0, 0), profile);
        return Math.sqrt(dot(x, times(x)) + square(SYSTEMATIC));
    }

    /** The likeliest ratios for which a sum of the coefficients is one standard deviation more than believed. */
    double[] slower(double[] factors, double[] profile) {
        double[] x = relative(new Equation(factors, 0, 0), profile);
        double[] gain = times(x);
        double variance = dot(x, gain);
        double shift = variance > 0 ? Math.sqrt(variance + square(SYSTEMATIC)) / variance : 0;
        double[] slower = new double[COUNT];
        Arrays.setAll(slower, i -> prior.bounded(value[i] + shift * gain[i]));
        return slower;
    }

    private void bound() {
        for (int round = 0; round < COUNT; round++) {
            for (int i = 0; i < COUNT; i++) {
                double shift = prior.bounded(value[i]) - value[i];
                if (shift != 0) {
                    for (int j = 0; j < COUNT; j++) {
                        value[j] += covariance[j][i] / covariance[i][i] * shift;
                    }
                }
            }
        }
        for (int i = 0; i < COUNT; i++) {
            value[i] = prior.bounded(value[i]);
        }
    }

    /** Part of the prediction by which the observation is more. */
    double residual(Equation equation, double[] profile) {
        return equation.millis() / predicted(equation, profile) - 1;
    }

    private double predicted(Equation equation, double[] profile) {
        double sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += equation.factors()[i] * profile[i] * value[i];
        }
        return sum;
    }

    /** Parts of the prediction, per unit of each ratio. */
    private double[] relative(Equation equation, double[] profile) {
        double all = predicted(equation, profile);
        double[] parts = new double[COUNT];
        Arrays.setAll(parts, i -> equation.factors()[i] * profile[i] / all);
        return parts;
    }

    private double[] times(double[] x) {
        double[] product = new double[COUNT];
        Arrays.setAll(product, i -> dot(covariance[i], x));
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double square(double value) {
        return value * value;
    }
}
