package dev.inferno.topology;

/**
 * A port of the node itself that a pod takes.
 *
 * @param ip address it listens on; {@code 0.0.0.0} = all of them
 * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
 */
public record HostPort(String ip, String protocol, int port) {

    public static final String ANY_ADDRESS = "0.0.0.0";

    /** Whether both cannot be had on one node. */
    public boolean clashesWith(HostPort other) {
        boolean sameAddress = ip.equals(other.ip) || ip.equals(ANY_ADDRESS) || other.ip.equals(ANY_ADDRESS);
        return sameAddress && port == other.port && protocol.equals(other.protocol);
    }
}
