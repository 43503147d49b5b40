package dev.inferno.documents;

import dev.inferno.serving.ServiceLevel;
import dev.inferno.sizing.LatencyCurve;
import java.util.List;

/**
 * What a plot of a sizing shows.
 *
 * @param askedPerSecond of the whole fleet, throughput floor included
 * @param fleets the answered count among its neighbours
 */
public record SizingCurves(
        String law, SizingAnswer answer, double askedPerSecond, ServiceLevel level, List<LatencyCurve> fleets) {}
