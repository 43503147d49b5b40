package dev.inferno.operator.config;

import dev.inferno.documents.Nearest;
import dev.inferno.snapshot.Accelerator;
import dev.inferno.topology.ProductCatalogue;
import java.util.List;

/** Tells names of products from typing errors. */
final class ProductNames {

    private ProductNames() {}

    /**
     * Refuses a name that is neither a key or device of the accelerator table nor in the catalogue.
     *
     * @param what to begin the message with
     * @throws BadValue naming the nearest key
     */
    static void require(String what, String name, List<Accelerator> accelerators) {
        boolean known = ProductCatalogue.inForce().find(name).isPresent()
                || accelerators.stream()
                        .anyMatch(accelerator -> accelerator.name().equals(name)
                                || accelerator.device().equals(name));
        if (!known) {
            List<String> keys = accelerators.stream().map(Accelerator::name).toList();
            throw new BadValue(what + " is neither a key of accelerator-unit-costs nor a product known; "
                    + Nearest.hint(name, keys));
        }
    }
}
