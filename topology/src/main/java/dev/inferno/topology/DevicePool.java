package dev.inferno.topology;

import org.jspecify.annotations.Nullable;

/**
 * The devices one node offers under one resource name. The count is what the node's allocatable says; the type is what
 * its labels say, never the other way round.
 *
 * @param product null when the labels name no product of the catalogue, or contradict the count
 * @param rawProduct the text the product was read from; "" when there is none, or it cannot be trusted
 * @param memoryGib of one unit: the product's, else what a label says of it; 0 when neither does
 * @param missing devices the labels count and the node does not offer: unhealthy, or their plugin is not there
 */
public record DevicePool(
        String resource,
        Vendor vendor,
        @Nullable Product product,
        String rawProduct,
        int memoryGib,
        Sharing sharing,
        int allocatable,
        int missing) {

    /** The catalogue's name; where it has none, the raw text, which is "" when there is no label. */
    public String productName() {
        return product == null ? rawProduct : product.name();
    }
}
