package dev.inferno.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeSet;

/** The labels of one node with the few look-ups the vendors' readers share. */
record NodeLabels(SortedMap<String, String> labels) {

    /** Ours: names the product where no driver does. */
    static final String PRODUCT_OVERRIDE = "inferno.llmd.ai/product";

    /** Values of the keys that are there and not empty, in the order of the keys. */
    List<String> values(String... keys) {
        var found = new ArrayList<String>();
        for (String key : keys) {
            String value = labels.getOrDefault(key, "");
            if (!value.isBlank()) {
                found.add(value);
            }
        }
        return found;
    }

    /** What follows the prefix in label keys: {@code amd.com/gpu.product-name.<value>=<count>}. */
    List<String> suffixes(String prefix) {
        var found = new TreeSet<String>();
        for (String key : labels.tailMap(prefix).keySet()) {
            if (!key.startsWith(prefix)) {
                break;
            }
            if (key.length() > prefix.length()) {
                found.add(key.substring(prefix.length()));
            }
        }
        return List.copyOf(found);
    }

    /** A whole number; empty when the label is absent or no number. */
    OptionalLong number(String key) {
        try {
            String value = labels.get(key);
            return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value.strip()));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }
}
