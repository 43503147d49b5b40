package dev.inferno.analysis;

import dev.inferno.serving.ServiceLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one variant is promised, and how that was found.
 *
 * @param serviceClass name of the class the level comes from; null = inline or none
 * @param level null when none applies; then {@code problem} says why and what to do
 */
record ResolvedLevel(
        @Nullable String serviceClass,
        int priority,
        @Nullable ServiceLevel level,
        List<String> notes,
        @Nullable String problem) {

    ResolvedLevel {
        notes = List.copyOf(notes);
    }
}
