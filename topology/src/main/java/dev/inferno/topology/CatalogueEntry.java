package dev.inferno.topology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an administrator adds to the built-in catalogue; it wins over what is built in. */
public sealed interface CatalogueEntry {

    /** Whether that name means this entry. */
    boolean isCalled(String name);

    /** @param aliases other names, however they are cased */
    record Model(Product product, List<String> aliases) implements CatalogueEntry {
        public Model {
            aliases = List.copyOf(aliases);
        }

        @Override
        public boolean isCalled(String name) {
            return ProductCatalogue.plain(product.name()).equals(ProductCatalogue.plain(name))
                    || aliases.stream()
                            .anyMatch(alias -> ProductCatalogue.plain(alias).equals(ProductCatalogue.plain(name)));
        }
    }

    /**
     * An extended resource whose units are accelerators.
     *
     * @param vendor whose labels are read, and whose products it may be
     * @param productLabel node label that names the product, asked before those of the vendor; null when there is none
     */
    record Resource(
            String resource, Vendor vendor, @Nullable String productLabel) implements CatalogueEntry {
        @Override
        public boolean isCalled(String name) {
            return resource.equals(name);
        }
    }
}
