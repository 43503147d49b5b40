package dev.inferno.operator.config;

/** When a key is read. */
enum Scope {
    /** Before the main ConfigMap can be found, so that ConfigMap cannot set it. */
    LOCATE("start, not in the ConfigMap"),
    /** Once, at the start. */
    START("start"),
    /** Whenever the main ConfigMap changes. */
    LIVE("at once");

    private final String words;

    Scope(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
