package dev.inferno.operator.observe;

import org.jspecify.annotations.Nullable;

/**
 * Where a server listens.
 *
 * @param host empty = every interface
 * @param port 0 = any free one
 */
public record BindAddress(String host, int port) {

    public BindAddress {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port (" + port + ") must be between 0 and 65535");
        }
        host = host.isEmpty() ? "0.0.0.0" : host;
    }

    /** Reads {@code host:port} or {@code :port}; "0" and "" mean off and give null, as controller-runtime reads them. */
    public static @Nullable BindAddress parse(String text) {
        if (text.isEmpty() || text.equals("0")) {
            return null;
        }
        int colon = text.lastIndexOf(':');
        try {
            if (colon >= 0) {
                String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
                return new BindAddress(host, Integer.parseInt(text.substring(colon + 1)));
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("bind address \"" + text + "\" must be host:port, :port, or 0 for off");
    }
}
