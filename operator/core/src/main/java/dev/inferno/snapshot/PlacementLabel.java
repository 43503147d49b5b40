package dev.inferno.snapshot;

import java.util.HexFormat;

/** The node label of one variant: nodes that carry it are those planned for its replicas. */
public final class PlacementLabel {

    public static final String PREFIX = "placement.inferno.llmd.ai/";
    public static final String VALUE = "allow";

    /** Kubernetes' limit for the part after the prefix. */
    private static final int MOST_CHARACTERS = 63;

    /** Of a name that is cut, this many characters stay, before a dash and eight digits. */
    private static final int CUT = MOST_CHARACTERS - 9;

    private PlacementLabel() {}

    /** Whether it may be the key of a variant in that namespace. */
    public static boolean isIn(String namespace, String key) {
        String start = namespace + ".";
        return key.startsWith(PREFIX + start.substring(0, Math.min(start.length(), CUT)));
    }

    /** {@code placement.inferno.llmd.ai/NAMESPACE.NAME}; cut, with a hash at the end, where that is too long. */
    public static String key(VariantKey variant) {
        String whole = variant.namespace() + "." + variant.name();
        if (whole.length() <= MOST_CHARACTERS) {
            return PREFIX + whole;
        }
        String hash = HexFormat.of().toHexDigits(whole.hashCode());
        return PREFIX + whole.substring(0, CUT) + "-" + hash;
    }
}
