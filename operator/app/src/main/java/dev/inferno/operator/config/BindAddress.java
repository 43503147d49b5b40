package dev.inferno.operator.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens, written as in Go.
 *
 * @param enabled false for {@code 0}: do not listen at all
 * @param host empty = every interface
 * @param port 0 = any free port
 */
public record BindAddress(boolean enabled, String host, int port) {

    public static final BindAddress DISABLED = new BindAddress(false, "", 0);

    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[0-9A-Za-z.-]*):([0-9]{1,5})");

    /** @throws IllegalArgumentException unless {@code 0}, {@code :8443}, {@code 127.0.0.1:9090} or {@code [::1]:9090} */
    public static BindAddress parse(String text) {
        if (text.equals("0")) {
            return DISABLED;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65535) {
            throw new IllegalArgumentException("not an address such as 0, :8443 or 127.0.0.1:9090: " + text);
        }
        String host = matcher.group(1).replaceAll("[\\[\\]]", "");
        return new BindAddress(true, host, Integer.parseInt(matcher.group(2)));
    }
}
