package dev.inferno.documents;

import dev.inferno.analysis.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name a mistyped one probably meant. */
public final class Nearest {

    private Nearest() {}

    /** The known name with the least edit distance, when that is close enough to be a typing error. */
    public static Optional<String> to(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> EditDistance.between(name, candidate) <= Math.max(2, name.length() / 3))
                .min(Comparator.<String>comparingInt(candidate -> EditDistance.between(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** "did you mean x?" or the list of what is known, as the end of an error message. */
    public static String hint(String name, Collection<String> known) {
        return to(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("known are " + String.join(", ", known.stream().sorted().toList()));
    }
}
