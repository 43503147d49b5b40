package dev.inferno.analysis;

import dev.inferno.serving.Routing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.snapshot.ModelKey;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One model in one namespace: demand, class, routing and all its variants.
 *
 * @param serviceClass name of the class that applies; null = inline SLO or none
 * @param priority lower is more important
 * @param demand null when nothing is known of the load; then every variant is held
 * @param notes what users should know about how class or SLO were found, such as a ref that resolves to nothing
 */
public record ServingGroup(
        ModelKey model,
        @Nullable String serviceClass,
        int priority,
        ServiceLevel level,
        Routing routing,
        @Nullable Demand demand,
        List<GroupVariant> variants,
        List<String> notes) {

    public ServingGroup {
        variants = List.copyOf(variants);
        notes = List.copyOf(notes);
    }

    /** Its variants that can be planned. */
    public Stream<GroupVariant.Sizable> sizable() {
        return variants.stream().filter(GroupVariant.Sizable.class::isInstance).map(GroupVariant.Sizable.class::cast);
    }

    public ServingGroup withVariants(List<? extends GroupVariant> others) {
        return new ServingGroup(model, serviceClass, priority, level, routing, demand, List.copyOf(others), notes);
    }
}
