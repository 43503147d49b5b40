package dev.inferno.topology;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Products that differ in memory only and share one name pattern; the first is meant when nothing tells the memory.
 */
record ProductFamily(Pattern pattern, List<Product> byMemory) {

    private static final Pattern GIGABYTES = Pattern.compile("(?<![A-Z0-9])(\\d+)G(?:I?B)?(?![A-Z0-9])");

    /** How far the number in a name may be off: {@code GH200-480GB} names the host's memory, not the device's. */
    private static final double TOLERANCE = 0.06;

    /** A family whose pattern stands alone in a normalised name: {@code A10} is not found in {@code A100}. */
    static ProductFamily of(String regex, Product... byMemory) {
        return new ProductFamily(Pattern.compile("(?<![A-Z0-9])(?:" + regex + ")(?![A-Z0-9])"), List.of(byMemory));
    }

    boolean matches(String normalised) {
        return pattern.matcher(normalised).find();
    }

    /** The member whose memory the name tells, else the one nearest to the label, else the first. */
    Product member(String normalised, long memoryMib) {
        Matcher inName = GIGABYTES.matcher(normalised);
        while (inName.find()) {
            double gib = Double.parseDouble(inName.group(1));
            Product nearest = nearest(gib);
            if (Math.abs(nearest.memoryGib() - gib) <= TOLERANCE * gib) {
                return nearest;
            }
        }
        return memoryMib > 0 ? nearest(memoryMib / 1024.0) : byMemory.getFirst();
    }

    private Product nearest(double gib) {
        return byMemory.stream()
                .min(Comparator.comparingDouble(product -> Math.abs(product.memoryGib() - gib)))
                .orElseThrow();
    }
}
