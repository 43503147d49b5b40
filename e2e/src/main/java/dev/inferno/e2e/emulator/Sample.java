package dev.inferno.e2e.emulator;

/**
 * One value of one series.
 *
 * @param suffix {@code _bucket}, {@code _sum}, {@code _count} of a histogram, else empty
 * @param labels rendered and escaped, without braces
 */
record Sample(Family family, String suffix, String labels, double value) {}
