package dev.inferno.documents;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name a mistyped one probably meant. */
public final class Nearest {

    private Nearest() {}

    /** The known name with the least edit distance, when that is close enough to be a typing error. */
    public static Optional<String> to(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(2, name.length() / 3))
                .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** "did you mean x?" or the list of what is known, as the end of an error message. */
    public static String hint(String name, Collection<String> known) {
        return to(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("known are " + String.join(", ", known.stream().sorted().toList()));
    }

    /** Levenshtein distance without regard to case; O(n m) time, O(m) space. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(java.util.Locale.ROOT);
        String b = right.toLowerCase(java.util.Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
