package dev.inferno.snapshot;

import java.util.Arrays;
import java.util.Optional;

/** What makes a plan. */
public enum Engine {
    /** Constructs and improves; always there. */
    FAST("fast", "go"),

    /** Betters the fast engine's plan and proves it; in a module of its own. */
    EXACT("exact", "python");

    /** Every name that {@link #named} knows, for messages. */
    public static final String NAMES = "fast (also called go) or exact (also called python)";

    private final String word;
    private final String original;

    Engine(String word, String original) {
        this.word = word;
        this.original = original;
    }

    /** By our name or by that of the originals, which called what they started. */
    public static Optional<Engine> named(String name) {
        return Arrays.stream(values())
                .filter(engine -> engine.word.equals(name) || engine.original.equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
