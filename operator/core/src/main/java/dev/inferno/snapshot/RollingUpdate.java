package dev.inferno.snapshot;

/**
 * How a Deployment replaces its pods, each bound a number or a percentage of the replicas, as Kubernetes writes it.
 * Thread-safety: immutable.
 *
 * @param maxSurge pods above the replicas that may exist
 * @param maxUnavailable pods below the replicas that may be missing
 */
public record RollingUpdate(String maxSurge, String maxUnavailable) {

    /** Of a Deployment that says nothing. */
    public static final RollingUpdate DEFAULT = new RollingUpdate("25%", "25%");

    /** Strategy Recreate: all old pods go before the first new one comes. */
    public static final RollingUpdate RECREATE = new RollingUpdate("0", "100%");

    /** Rounded up, as the Deployment controller does. */
    public int surge(int replicas) {
        return (int) Math.ceil(pods(maxSurge, replicas));
    }

    /** Rounded down; where both would be 0, nothing could ever be replaced, and the controller takes 1. */
    public int unavailable(int replicas) {
        int most = Math.min(replicas, (int) Math.floor(pods(maxUnavailable, replicas)));
        return most == 0 && surge(replicas) == 0 ? 1 : most;
    }

    public RollingUpdate withUnavailable(int pods) {
        return new RollingUpdate(maxSurge, Integer.toString(pods));
    }

    /** As messages write it. */
    @Override
    public String toString() {
        return "maxSurge " + maxSurge + ", maxUnavailable " + maxUnavailable;
    }

    private static double pods(String bound, int replicas) {
        return bound.endsWith("%")
                ? replicas * Integer.parseInt(bound.substring(0, bound.length() - 1)) / 100.0
                : Integer.parseInt(bound);
    }
}
