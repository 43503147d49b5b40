package dev.inferno.sizing;

import dev.inferno.queueing.FleetModel;
import dev.inferno.queueing.OperatingPoint;
import dev.inferno.queueing.QueueModel;
import dev.inferno.serving.ServiceLevel;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Latency of so many like replicas over the rate of the whole fleet, by formula.
 *
 * <p>Method: points denser towards saturation, where latency rises. Units: requests/s, milliseconds. Thread-safety: immutable.
 *
 * @param points by rising rate, from 0 to nearly saturation
 */
public record LatencyCurve(int replicas, List<Point> points) {

    private static final int POINTS = 120;

    /**
     * One rate.
     *
     * @param perSecond of the whole fleet
     * @param means of one replica there
     * @param stated the same, TTFT and ITL as the level states them
     */
    public record Point(double perSecond, OperatingPoint means, OperatingPoint stated) {}

    public static LatencyCurve of(FleetModel fleet, ServiceLevel level, int replicas) {
        QueueModel replica = fleet.replica(replicas);
        double most = replica.saturationPerSecond();
        return new LatencyCurve(
                replicas,
                IntStream.rangeClosed(0, POINTS)
                        .mapToDouble(i -> 1 - (double) i / POINTS)
                        .mapToObj(left -> most * (1 - left * left))
                        .map(each -> new Point(replicas * each, replica.at(each), replica.at(each, level)))
                        .toList());
    }
}
