package dev.inferno.operator.kube;

/** A write was not sent because this process no longer, or not yet, leads. */
public final class NotLeader extends Exception {

    private static final long serialVersionUID = 1L;

    public NotLeader(String message) {
        super(message);
    }
}
