package dev.inferno.queueing;

import dev.inferno.serving.ServiceLevel;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * How many like replicas carry a load within a service level, and what each of them then does.
 *
 * <p>Problem: fewest replicas for a demand. Method: the smallest R {@code >=} minimum of which each carries demand / R at its
 * {@link QueueModel#largestRate largest rate} in a fleet of R, found by galloping and halving; for independent replicas that is
 * ceil(demand / carried rate). Demand = max(load, throughput floor / output tokens). No load needs only
 * the minimum, whatever the floor: nothing runs that could be too slow. Source: the 2025 originals, except that there a
 * throughput floor replaces the load and a count has no upper bound. Complexity: O(log R) searches of the model.
 * Units: requests/s, tokens. Thread-safety: stateless.
 */
public final class ReplicaSizing {

    /** A demand this little above a whole number of replicas is rounding. */
    private static final double ROUNDING = 1e-9;

    /** Beyond this many replicas one is like the next: no search. */
    private static final double MOST_SEARCHED = 1 << 16;

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
     * More replicas are needed than allowed; those carry the demand, but not within the level.
     *
     * @param replicas the most allowed
     * @param needed replicas that would be enough; may be far beyond an int
     * @param perReplica operating point of each allowed replica under its share: what is seen, not the promise
     */
    public record TooMany(
            int replicas, double needed, double demandPerSecond, LargestRate.Found largest, OperatingPoint perReplica)
            implements Answer {}

    /**
     * The replicas allowed do not carry the demand at all, whatever the level: they have no steady state under it.
     *
     * @param replicas the most allowed
     * @param needed replicas that keep the level; may be far beyond an int
     * @param carriedPerSecond demand up to which so many replicas keep up, at any latency
     * @param largest what one of them does within the level
     * @param perReplica operating point of each under its share: infinite waits, or what a bounded queue lets in
     */
    public record Overloaded(
            int replicas,
            double needed,
            double demandPerSecond,
            double carriedPerSecond,
            LargestRate.Found largest,
            OperatingPoint perReplica)
            implements Answer {}

    /** No number of replicas keeps the level. */
    public record OutOfReach(LargestRate.Unattainable why) implements Answer {}

    /** Sizes independent replicas: the count is that of one, as often as the demand needs. */
    public static Answer size(QueueModel model, Demand demand) {
        LargestRate largest = model.largestRate(demand.level());
        return size(new Count(replicas -> model, replicas -> largest, replicas -> true, demand));
    }

    /** Sizes a fleet whose replicas share load as its router does. */
    public static Answer size(FleetModel fleet, Demand demand) {
        return size(count(fleet, demand));
    }

    /**
     * The answer where more replicas are needed than allowed: too slow, or overloaded.
     *
     * @param replica one of the most allowed
     */
    public static Answer tooFew(QueueModel replica, Demand demand, double needed, LargestRate.Found largest) {
        int most = demand.maxReplicas();
        double asked = demand.perSecond();
        double carried = most * replica.saturationPerSecond();
        OperatingPoint share = replica.at(asked / most, demand.level());
        return asked > carried
                ? new Overloaded(most, needed, asked, carried, largest, share)
                : new TooMany(most, needed, asked, largest, share);
    }

    private static Count count(FleetModel fleet, Demand demand) {
        return new Count(
                fleet::replica,
                replicas -> fleet.replica(replicas).largestRate(demand.level()),
                replicas -> fleet.replica(replicas).keeps(demand.perSecond() / replicas, demand.level()),
                demand);
    }

    private static Answer size(Count count) {
        Demand demand = count.demand();
        LargestRate single = count.largest().apply(1);
        if (demand.perSecond() == 0) {
            QueueModel idle = count.fleet().apply(Math.max(1, demand.minReplicas()));
            return new Sized(demand.minReplicas(), 0, single, idle.at(0, demand.level()));
        }
        return switch (single) {
            case LargestRate.Unattainable why -> new OutOfReach(why);
            case LargestRate.Found alone -> count.answer(alone, count.smallest(alone));
        };
    }

    /**
     * The search for the smallest count that carries the demand.
     *
     * @param largest of one replica among so many
     * @param enough whether so many keep the level; asked where the number changes what one can do
     */
    private record Count(
            IntFunction<QueueModel> fleet, IntFunction<LargestRate> largest, IntPredicate enough, Demand demand) {

        Answer answer(LargestRate.Found alone, double enough) {
            double needed = Math.max(Math.max(1, demand.minReplicas()), enough);
            if (needed > demand.maxReplicas()) {
                int most = demand.maxReplicas();
                return tooFew(fleet.apply(most), demand, needed, found(most, alone));
            }
            int replicas = (int) needed;
            return new Sized(replicas, demand.perSecond(), found(replicas, alone), share(replicas));
        }

        private OperatingPoint share(int replicas) {
            return fleet.apply(replicas).at(demand.perSecond() / replicas, demand.level());
        }

        double smallest(LargestRate.Found alone) {
            double independent = required(alone);
            if (independent >= MOST_SEARCHED || fleet.apply(1).equals(fleet.apply(2))) {
                return independent;
            }
            int high = (int) independent;
            while (!enough.test(high)) {
                high += 1 + high / 4;
                if (high > MOST_SEARCHED) {
                    return high;
                }
            }
            int low = 0;
            while (high - low > 1) {
                int middle = (low + high) >>> 1;
                if (enough.test(middle)) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            return high;
        }

        /** Replicas of this capacity that carry the demand. */
        private double required(LargestRate.Found found) {
            double share = demand.perSecond() / found.at().carriedPerSecond();
            return Math.max(1, StrictMath.ceil(share * (1 - ROUNDING)));
        }

        private LargestRate.Found found(int replicas, LargestRate.Found alone) {
            return largest.apply(replicas) instanceof LargestRate.Found found ? found : alone;
        }
    }
}
