package dev.inferno.analysis;

import dev.inferno.serving.ServiceLevel;
import dev.inferno.snapshot.ServiceClass;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the service class of a variant.
 *
 * <p>Problem: the originals declare {@code sloClassRef} and never read it, so refs in the field rarely resolve as written.
 * Method: file key; else the class whose name or file name equals the ref's name without case and {@code -slo}; else the
 * only class that lists the model. At each step classes of the variant's own namespace come before the operator's. A
 * class that does not list the model promises it nothing and is passed over. An inline SLO wins over any class and keeps
 * only its priority.
 */
final class ServiceClasses {

    static final int DEFAULT_PRIORITY = 100;

    private final List<ServiceClass> classes;

    ServiceClasses(List<ServiceClass> classes) {
        this.classes = classes;
    }

    ResolvedLevel resolve(VariantKey key, VariantSpec spec) {
        var notes = new ArrayList<String>();
        List<ServiceClass> listing = listing(key, spec.modelId());
        ServiceClass byRef = byRef(spec, listing);
        if (byRef == null && refText(spec) != null) {
            notes.add("sloClassRef (" + refText(spec) + ") names no service class that lists model " + spec.modelId()
                    + "; it is ignored");
        }
        ServiceClass found = byRef != null ? byRef : only(listing);
        int priority = priority(found, notes);
        if (given(spec.slo())) {
            return new ResolvedLevel(null, priority, spec.slo(), notes, null);
        }
        if (found == null) {
            return new ResolvedLevel(null, priority, null, notes, problem(spec, listing));
        }
        ServiceLevel level = level(found, spec.modelId());
        String problem = given(level)
                ? null
                : "service class " + found.name() + " sets no limit for model " + spec.modelId()
                        + "; give it slo-itl, slo-ttft, slo-ttw or slo-tps above 0, or set spec.slo";
        return new ResolvedLevel(found.name(), priority, problem == null ? level : null, notes, problem);
    }

    private List<ServiceClass> listing(VariantKey key, String model) {
        Predicate<ServiceClass> lists = c -> level(c, model) != null;
        List<ServiceClass> own = classes.stream()
                .filter(c -> key.namespace().equals(c.namespace()))
                .filter(lists)
                .toList();
        List<ServiceClass> all = new ArrayList<>(own);
        classes.stream().filter(c -> c.namespace() == null).filter(lists).forEach(all::add);
        return all;
    }

    private static @Nullable ServiceClass byRef(VariantSpec spec, List<ServiceClass> listing) {
        String key = spec.sloKey();
        if (key != null) {
            ServiceClass byKey = first(listing, c -> c.file().equals(key));
            if (byKey != null) {
                return byKey;
            }
        }
        String name = spec.sloClass();
        return name == null
                ? null
                : first(
                        listing,
                        c -> plain(c.name()).equals(plain(name))
                                || plain(c.file()).equals(plain(name)));
    }

    /** The only class listing the model; one in the variant's own namespace hides those of the operator. */
    private static @Nullable ServiceClass only(List<ServiceClass> listing) {
        if (listing.isEmpty()) {
            return null;
        }
        String scope = listing.getFirst().namespace();
        List<ServiceClass> nearest = listing.stream()
                .filter(c -> Objects.equals(c.namespace(), scope))
                .toList();
        return nearest.size() == 1 ? nearest.getFirst() : null;
    }

    private static int priority(@Nullable ServiceClass found, List<String> notes) {
        if (found == null) {
            return DEFAULT_PRIORITY;
        }
        if (found.priority() < 1) {
            notes.add("priority (" + found.priority() + ") of service class " + found.name()
                    + " must be 1 or more; 1 is used");
        }
        return Math.max(1, found.priority());
    }

    private static String problem(VariantSpec spec, List<ServiceClass> listing) {
        if (listing.isEmpty()) {
            return "no SLO for model " + spec.modelId()
                    + ": list it in a class of ConfigMap service-classes-config, or set spec.slo";
        }
        return "model " + spec.modelId() + " is listed by "
                + String.join(
                        " and ",
                        listing.stream()
                                .map(c -> c.name() + " (" + c.file() + ")")
                                .toList())
                + "; name one in spec.sloClassRef, or set spec.slo";
    }

    private static @Nullable ServiceLevel level(ServiceClass of, String model) {
        return of.entries().stream()
                .filter(entry -> entry.model().equals(model))
                .map(ServiceClass.Entry::level)
                .findFirst()
                .orElse(null);
    }

    private static boolean given(@Nullable ServiceLevel level) {
        return level != null && (level.hasLatencyLimit() || level.tokensPerSecond() > 0);
    }

    private static @Nullable String refText(VariantSpec spec) {
        if (spec.sloClass() == null) {
            return spec.sloKey();
        }
        return spec.sloKey() == null ? spec.sloClass() : spec.sloClass() + ", key " + spec.sloKey();
    }

    private static @Nullable ServiceClass first(List<ServiceClass> listing, Predicate<ServiceClass> wanted) {
        return listing.stream().filter(wanted).findFirst().orElse(null);
    }

    /** {@code Premium-SLO}, {@code premium.yaml} and {@code premium} are one name. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("\\.ya?ml$", "").replaceFirst("-slo$", "");
    }
}
