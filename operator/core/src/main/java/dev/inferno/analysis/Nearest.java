package dev.inferno.analysis;

import java.util.Collection;
import java.util.Comparator;

/** What a user probably meant by a key that does not exist. */
final class Nearest {

    private Nearest() {}

    /** {@code "; known keys are A, B (did you mean A?)"}: the known keys in order and the one closest to {@code name}. */
    static String among(Collection<String> known, String name) {
        if (known.isEmpty()) {
            return "; no key is known";
        }
        String nearest = known.stream()
                .min(Comparator.comparingInt((String key) -> EditDistance.between(key, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
        return "; known keys are " + String.join(", ", known.stream().sorted().toList()) + " (did you mean " + nearest
                + "?)";
    }
}
