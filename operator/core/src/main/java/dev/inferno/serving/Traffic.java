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
}
