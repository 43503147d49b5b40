package dev.inferno.snapshot;

import java.util.HexFormat;

/** The node label of one variant: nodes that carry it are those planned for its replicas. */
public final class PlacementLabel {

    public static final String PREFIX = "placement.inferno.llmd.ai/";
    public static final String VALUE = "allow";

    /** Kubernetes' limit for the part after the prefix. */
    private static final int MOST_CHARACTERS = 63;

    private PlacementLabel() {}

    /** {@code placement.inferno.llmd.ai/NAMESPACE.NAME}; cut, with a hash at the end, where that is too long. */
    public static String key(VariantKey variant) {
        String whole = variant.namespace() + "." + variant.name();
        if (whole.length() <= MOST_CHARACTERS) {
            return PREFIX + whole;
        }
        String hash = HexFormat.of().toHexDigits(whole.hashCode());
        return PREFIX + whole.substring(0, MOST_CHARACTERS - hash.length() - 1) + "-" + hash;
    }
}
