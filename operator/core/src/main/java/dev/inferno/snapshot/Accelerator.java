package dev.inferno.snapshot;

import dev.inferno.topology.Product;
import dev.inferno.topology.ProductCatalogue;
import java.util.Optional;
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
        int multiplicity) {

    /** The product it is; empty when the catalogue knows neither the device nor the key. */
    public Optional<Product> product() {
        var catalogue = ProductCatalogue.inForce();
        return catalogue.find(device).or(() -> catalogue.find(name));
    }
}
