package dev.inferno.vllm;

/**
 * Whether a mean is above a limit, and how surely.
 *
 * <p>Method: batch means: one run is cut into pieces, whose means are nearly independent though neighbours within are not. Source: A. Law,
 * "Simulation Modeling and Analysis", section 9.5. Complexity: O(batches). Units: those of what is added. Thread-safety: none.
 */
final class BatchMeans {

    private final double[] sums;
    private final double[] weights;

    BatchMeans(int batches) {
        sums = new double[batches];
        weights = new double[batches];
    }

    void add(int batch, double sum, double weight) {
        sums[batch] += sum;
        weights[batch] += weight;
    }

    /** (mean - limit) / standard error of the mean; infinite where no batch differs, minus infinity where nothing was added. */
    double excess(double limit) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += sums[i];
            weight += weights[i];
        }
        if (weight == 0 || sum <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double mean = sum / weight;
        double squares = 0;
        for (int i = 0; i < sums.length; i++) {
            double residual = sums[i] - mean * weights[i];
            squares += residual * residual;
        }
        double error = Math.sqrt(squares * sums.length / (sums.length - 1)) / weight;
        double excess = mean - limit;
        return excess == 0 ? 0 : excess / error;
    }
}
