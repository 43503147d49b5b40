package dev.inferno.cycle;

/** Port: who calls us, and may they read what they ask for? The API server knows both. */
@FunctionalInterface
public interface CallerCheck {

    /**
     * @param token bearer token the caller sent, not empty
     * @param path what the caller wants to read, such as {@code /metrics}
     */
    Verdict check(String token, String path);

    /** The answer; only {@link Allowed} opens anything. */
    sealed interface Verdict {

        /** May read it. */
        record Allowed() implements Verdict {}

        /** The token is nobody's, or no longer. */
        record Unknown(String message) implements Verdict {}

        /** Known, and may not read it. */
        record Refused(String user) implements Verdict {}

        /** Nobody could be asked. */
        record Unavailable(String message) implements Verdict {}
    }
}
