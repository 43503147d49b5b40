package dev.inferno.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Non-negative least squares against its optimality conditions. */
final class LeastSquaresTest {

    @Test
    void aCoefficientThatWouldBeNegativeIsZero() {
        double[][] rows = {{1, 0}, {1, 1}, {1, 2}};

        assertArrayEquals(new double[] {2, 0}, LeastSquares.nonNegative(rows, new double[] {3, 2, 1}), 1e-12);
    }

    @Test
    void theGradientIsZeroOnTheSupportAndNotNegativeElsewhere() {
        Random random = new Random(7);
        for (int trial = 0; trial < 200; trial++) {
            double[][] rows = new double[12][4];
            double[] values = new double[12];
            for (int i = 0; i < 12; i++) {
                values[i] = random.nextGaussian();
                for (int j = 0; j < 4; j++) {
                    rows[i][j] = random.nextGaussian() * Math.pow(10, j);
                }
            }

            double[] w = LeastSquares.nonNegative(rows, values);

            for (int j = 0; j < 4; j++) {
                double gradient = 0;
                for (int i = 0; i < 12; i++) {
                    double error = -values[i];
                    for (int k = 0; k < 4; k++) {
                        error += rows[i][k] * w[k];
                    }
                    gradient += rows[i][j] * error;
                }
                double scale = Math.pow(10, j);
                assertTrue(gradient / scale >= -1e-8, "no way down");
                assertTrue(w[j] == 0 || Math.abs(gradient / scale) < 1e-8, "at the bottom");
            }
        }
    }

    @Test
    void conditionIsOneForOrthogonalColumnsWhateverTheirUnitAndInfiniteForEqualOnes() {
        assertEquals(1, LeastSquares.condition(new double[][] {{1, 0}, {0, 1e-6}}), 1e-9);
        assertEquals(Double.POSITIVE_INFINITY, LeastSquares.condition(new double[][] {{1, 2}, {2, 4}, {3, 6}}));
    }
}
