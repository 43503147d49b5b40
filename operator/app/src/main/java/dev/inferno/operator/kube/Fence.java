package dev.inferno.operator.kube;

/** Asked before every write: does this process still lead, by its own clock? */
@FunctionalInterface
public interface Fence {

    /** For commands that run without an election. */
    Fence OPEN = () -> {};

    /**
     * Returns when a write may begin.
     *
     * @throws NotLeader when a write begun now could end after the lease
     */
    void check() throws NotLeader;
}
