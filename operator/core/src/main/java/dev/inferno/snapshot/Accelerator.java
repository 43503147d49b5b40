package dev.inferno.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code accelerator-unit-costs}.
 *
 * @param device product name as the user writes it; matched through the product catalogue
 * @param costPerHour cost units per device and hour
 * @param resource extended resource of the device; null = that of the product
 * @param multiplicity devices one unit stands for
 */
public record Accelerator(
        String name,
        String device,
        double costPerHour,
        @Nullable String resource,
        int multiplicity) {}
