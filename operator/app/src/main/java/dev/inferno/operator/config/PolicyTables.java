package dev.inferno.operator.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data of the ConfigMaps that hold policy; null = there is no such ConfigMap, which is fine for all but the costs.
 *
 * @param acceleratorCosts of {@code accelerator-unit-costs}
 * @param serviceClasses of {@code service-classes-config}
 * @param budgets of {@code tenant-budgets}
 * @param reserves of {@code capacity-reserves}
 * @param nodePools of {@code node-pools}
 * @param catalogue of {@code device-catalogue}
 * @param saturationName of the ConfigMap with the thresholds of saturation control, for messages
 */
public record PolicyTables(
        @Nullable Map<String, String> acceleratorCosts,
        @Nullable Map<String, String> serviceClasses,
        @Nullable Map<String, String> budgets,
        @Nullable Map<String, String> reserves,
        @Nullable Map<String, String> nodePools,
        @Nullable Map<String, String> catalogue,
        String saturationName,
        @Nullable Map<String, String> saturation) {}
