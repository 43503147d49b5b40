package dev.inferno.topology;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the labels of a node say of one device resource: a product, or why there is none. */
record ProductReading(
        @Nullable Product product, String raw, @Nullable String problem) {

    /** The first text the catalogue can read; the first text at all stays as raw name when it can read none. */
    static ProductReading first(ProductCatalogue catalogue, List<String> texts, long memoryMib) {
        for (String text : texts) {
            var product = catalogue.find(text, memoryMib);
            if (product.isPresent()) {
                return new ProductReading(product.get(), text, null);
            }
        }
        return unknown(texts.isEmpty() ? "" : texts.getFirst());
    }

    static ProductReading unknown(String raw) {
        return new ProductReading(
                null,
                raw,
                raw.isEmpty()
                        ? "no label names its product"
                        : "UnknownAccelerator: the catalogue does not know product \"" + raw + "\"");
    }

    /** Labels of a node with several models name an arbitrary one: its devices count, but as no product. */
    static ProductReading untyped(String label, String why) {
        return new ProductReading(null, "", why + (label.isEmpty() ? "" : "; its label says \"" + label + "\""));
    }

    ProductReading map(UnaryOperator<Product> change) {
        return product == null ? this : new ProductReading(change.apply(product), raw, problem);
    }
}
