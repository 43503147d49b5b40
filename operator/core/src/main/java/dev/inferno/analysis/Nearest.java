package dev.inferno.analysis;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What a user probably meant by a key that does not exist. */
final class Nearest {

    private Nearest() {}

    /** {@code "; known keys are A, B (did you mean A?)"}: the known keys in order and the one closest to {@code name}. */
    static String among(Collection<String> known, String name) {
        if (known.isEmpty()) {
            return "; no key is known";
        }
        String nearest = known.stream()
                .min(Comparator.comparingInt((String key) -> distance(lower(key), lower(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
        return "; known keys are " + String.join(", ", known.stream().sorted().toList()) + " (did you mean " + nearest
                + "?)";
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Levenshtein distance, two rows. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
