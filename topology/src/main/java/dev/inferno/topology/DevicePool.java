package dev.inferno.topology;

import org.jspecify.annotations.Nullable;

/**
 * The devices one node offers under one resource name. The count is what the node's allocatable says; the type is what
 * its labels say, never the other way round.
 *
 * @param product null when the labels name no product of the catalogue, or contradict the count
 * @param rawProduct the text the product was read from; "" when there is none, or it cannot be trusted
 */
public record DevicePool(
        String resource, Vendor vendor, @Nullable Product product, String rawProduct, int allocatable) {

    /** The catalogue's name; where it has none, the raw text, which is "" when there is no label. */
    public String productName() {
        return product == null ? rawProduct : product.name();
    }
}
