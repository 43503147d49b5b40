package dev.inferno.topology;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Products that are a fixed slice of a device: MIG profiles of NVIDIA, compute partitions of AMD. */
final class DeviceParts {

    private static final Pattern MIG_PROFILE = Pattern.compile("(\\d+C\\.)?\\d+G\\.(\\d+)GB(.*)");

    private DeviceParts() {}

    /** The slice {@code 3g.40gb} of a device; empty when the profile is none, such as {@code INVALID}. */
    static Optional<Product> mig(Product parent, String profile) {
        Matcher form = MIG_PROFILE.matcher(profile.toUpperCase(Locale.ROOT).replace('+', '.'));
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                parent.part("-MIG-" + form.group().toLowerCase(Locale.ROOT), Integer.parseInt(form.group(2))));
    }

    /** One compute partition of a device; the whole device when the mode does not split it. */
    static Product partition(Product parent, String computeMode, String memoryMode) {
        int parts = switch (computeMode.toUpperCase(Locale.ROOT)) {
            case "DPX" -> 2;
            case "TPX" -> 3;
            case "QPX" -> 4;
            case "CPX" -> dies(parent);
            default -> 1;
        };
        if (parts == 1) {
            return parent;
        }
        String suffix = "-" + computeMode + "-" + memoryMode;
        return parent.part(suffix.toUpperCase(Locale.ROOT), parent.memoryGib() / parts);
    }

    /** Compute dies of one package: a partition each in CPX mode. */
    private static int dies(Product product) {
        if (product.name().startsWith("MI300A")) {
            return 6;
        }
        return product.name().startsWith("MI308X") ? 4 : 8;
    }
}
