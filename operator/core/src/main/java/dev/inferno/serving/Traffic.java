package dev.inferno.serving;

/**
 * Requests as they reach a fleet.
 *
 * @param arrivalScv squared coefficient of variation of the times between arrivals: 1 Poisson, 0 evenly spaced
 */
public record Traffic(TokenMix tokens, double arrivalScv, Routing routing) {

    public static Traffic poisson(TokenMix tokens) {
        return new Traffic(tokens, 1, Routing.RANDOM);
    }

    /**
     * The arrivals where they queue: at one of so many servers behind a {@link Routing#blind blind} router, else before all of
     * them. Thinned at random a stream nears Poisson; the gaps of a round-robin stream add up.
     */
    public double arrivalScvAtQueue(int replicas) {
        return switch (routing) {
            case RANDOM -> 1 + (arrivalScv - 1) / replicas;
            case ROUND_ROBIN -> arrivalScv / replicas;
            case LEAST_LOADED, POWER_OF_TWO -> arrivalScv;
        };
    }
}
