package dev.inferno.topology;

/** What a taint does to pods that do not tolerate it. {@link #PREFER_NO_SCHEDULE} never excludes a node. */
public enum TaintEffect {
    NO_SCHEDULE,
    PREFER_NO_SCHEDULE,
    NO_EXECUTE
}
