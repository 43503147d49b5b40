package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.Traffic;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Like servers behind a router: what each of them can do depends on how many there are.
 *
 * <p>Problem: one model for any number of replicas. Method: {@code iteration} shares load and bursts as the router does; the
 * laws of the originals see independent servers under Poisson arrivals, whatever the number. Source:
 * {@link IterationServer}. Complexity: O(1) per replica count. Units: as in {@link QueueModel}. Thread-safety: immutable.
 */
public final class FleetModel {

    private final LatencyLaw law;
    private final Traffic traffic;
    private final ServerLimits limits;
    private final QueueModel single;

    private FleetModel(LatencyLaw law, Traffic traffic, ServerLimits limits) {
        this.law = law;
        this.traffic = traffic;
        this.limits = limits;
        this.single = QueueModels.create(law, traffic, limits, 1);
    }

    /** @throws InvalidParameters naming the first bad value, its range and unit */
    public static FleetModel of(LatencyLaw law, Traffic traffic, ServerLimits limits) {
        return new FleetModel(law, traffic, limits);
    }

    public LatencyLaw law() {
        return law;
    }

    public Traffic traffic() {
        return traffic;
    }

    public ServerLimits limits() {
        return limits;
    }

    /** Whether a replica does the same however many there are. */
    public boolean independent() {
        return !(law instanceof LatencyLaw.Iteration)
                || (traffic.routing() == Routing.RANDOM && traffic.arrivalScv() == 1);
    }

    /** One of so many replicas, each under an equal share of the load. */
    public QueueModel replica(int replicas) {
        return replicas <= 1 || independent() ? single : QueueModels.create(law, traffic, limits, replicas);
    }

    /** Models of the same servers under the same requests are the same, so that equal plans are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FleetModel fleet
                && law.equals(fleet.law)
                && traffic.equals(fleet.traffic)
                && limits.equals(fleet.limits);
    }

    @Override
    public int hashCode() {
        return Objects.hash(law, traffic, limits);
    }

    @Override
    public String toString() {
        return "FleetModel[" + law + ", " + traffic + ", " + limits + "]";
    }
}
