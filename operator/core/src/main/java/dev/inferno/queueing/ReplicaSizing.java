package dev.inferno.queueing;

import dev.inferno.serving.ServiceLevel;

/**
 * How many like replicas carry a load within a service level, and what each of them then does.
 *
 * <p>Problem: fewest replicas for a demand. Method: replicas = max(minimum, ceil(demand / carried rate of one replica at its
 * {@link QueueModel#largestRate largest rate})), demand = max(load, throughput floor / output tokens). No load needs only
 * the minimum, whatever the floor: nothing runs that could be too slow. Source: the 2025 originals, except that there a
 * throughput floor replaces the load and a count has no upper bound. Complexity: one search and one state of the model.
 * Units: requests/s, tokens. Thread-safety: stateless.
 */
public final class ReplicaSizing {

    /** A demand this little above a whole number of replicas is rounding. */
    private static final double ROUNDING = 1e-9;

    private ReplicaSizing() {}

    /**
     * What is asked of a fleet of one kind of replica.
     *
     * @param outputTokens mean answer length, turns {@code level.tokensPerSecond()} into requests
     * @throws InvalidParameters naming the first bad value
     */
    public record Demand(
            double loadPerSecond, double outputTokens, ServiceLevel level, int minReplicas, int maxReplicas) {

        public Demand {
            InvalidParameters.nonNegative("load", loadPerSecond, "requests/s");
            InvalidParameters.nonNegative("output tokens", outputTokens, "tokens");
            InvalidParameters.nonNegative("tokensPerSecond", level.tokensPerSecond(), "tokens/s");
            if (minReplicas < 0) {
                throw new InvalidParameters("minReplicas", minReplicas, ">= 0");
            }
            if (maxReplicas < Math.max(1, minReplicas)) {
                throw new InvalidParameters(
                        "maxReplicas", maxReplicas, ">= 1 and >= minReplicas (" + minReplicas + ")");
            }
            if (level.tokensPerSecond() > 0 && loadPerSecond > 0 && outputTokens == 0) {
                throw new InvalidParameters("output tokens", outputTokens, "> 0 where tokensPerSecond is asked for");
            }
        }

        /** Requests/s to size for. */
        public double perSecond() {
            if (loadPerSecond == 0 || level.tokensPerSecond() == 0) {
                return loadPerSecond;
            }
            return Math.max(loadPerSecond, level.tokensPerSecond() / outputTokens);
        }
    }

    /** Outcome of a sizing. */
    public sealed interface Answer {}

    /**
     * The level holds with this many replicas.
     *
     * @param largest what one replica could do; capacity of r replicas = r x carried rate at it. Unattainable only without
     *     load
     * @param perReplica operating point at demand / replicas; idle without load or replicas
     */
    public record Sized(int replicas, double demandPerSecond, LargestRate largest, OperatingPoint perReplica)
            implements Answer {}

    /**
     * More replicas are needed than allowed.
     *
     * @param replicas the most allowed
     * @param needed replicas that would be enough; may be far beyond an int
     * @param perReplica operating point of each allowed replica under its share: the overload, not the promise
     */
    public record TooMany(
            int replicas, double needed, double demandPerSecond, LargestRate.Found largest, OperatingPoint perReplica)
            implements Answer {}

    /** No number of replicas keeps the level. */
    public record OutOfReach(LargestRate.Unattainable why) implements Answer {}

    public static Answer size(QueueModel model, Demand demand) {
        LargestRate largest = model.largestRate(demand.level());
        double perSecond = demand.perSecond();
        if (perSecond == 0) {
            return new Sized(demand.minReplicas(), 0, largest, model.at(0));
        }
        return switch (largest) {
            case LargestRate.Unattainable why -> new OutOfReach(why);
            case LargestRate.Found found -> count(model, demand, found);
        };
    }

    private static Answer count(QueueModel model, Demand demand, LargestRate.Found found) {
        double perSecond = demand.perSecond();
        double share = perSecond / found.at().carriedPerSecond();
        double needed = Math.max(Math.max(1, demand.minReplicas()), StrictMath.ceil(share * (1 - ROUNDING)));
        if (needed > demand.maxReplicas()) {
            int most = demand.maxReplicas();
            return new TooMany(most, needed, perSecond, found, model.at(perSecond / most));
        }
        int replicas = (int) needed;
        return new Sized(replicas, perSecond, found, model.at(perSecond / replicas));
    }
}
