package dev.inferno.operator.kube;

import io.kubernetes.client.custom.IntOrString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads single fields of a spec; what cannot be read becomes a problem that names field, value and allowed form, and counts
 * as absent. The API server refuses most of this already; objects stored under an older CRD come here as they are.
 */
final class FieldReader {

    private static final Pattern DECIMAL = Pattern.compile("[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,2})?");
    private static final Pattern DURATION = Pattern.compile("0|([0-9]+(\\.[0-9]+)?(ms|s|m|h))+");
    private static final Pattern DURATION_PART = Pattern.compile("([0-9.]+)(ms|s|m|h)");
    private static final Pattern PERCENTILE = Pattern.compile("mean|p[5-9][0-9]");

    private final List<String> problems = new ArrayList<>();

    List<String> problems() {
        return List.copyOf(problems);
    }

    void problem(String message) {
        problems.add(message);
    }

    @Nullable
    Double decimal(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!DECIMAL.matcher(text.strip()).matches()) {
            problems.add(field + " (\"" + text + "\") must be a decimal that is not negative, such as \"20.58\"");
            return null;
        }
        return Double.valueOf(text.strip());
    }

    @Nullable
    Double decimal(String field, @Nullable IntOrString value) {
        if (value == null) {
            return null;
        }
        return decimal(field, value.isInteger() ? Integer.toString(value.getIntValue()) : value.getStrValue());
    }

    /** 0 when absent: no limit. */
    double durationMillis(String field, @Nullable String text) {
        if (text == null) {
            return 0;
        }
        if (!DURATION.matcher(text).matches()) {
            problems.add(field + " (\"" + text
                    + "\") must be a duration: numbers with the units ms, s, m or h, such as 500ms or 1.5s");
            return 0;
        }
        double millis = 0;
        Matcher part = DURATION_PART.matcher(text);
        while (part.find()) {
            millis += Double.parseDouble(part.group(1)) * unitMillis(part.group(2));
        }
        return millis;
    }

    private static double unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }

    String percentile(String field, @Nullable String text, String fallback) {
        if (text == null) {
            return fallback;
        }
        if (!PERCENTILE.matcher(text).matches()) {
            problems.add(field + " (\"" + text + "\") must be mean or a percentile from p50 to p99; " + fallback
                    + " is used");
            return fallback;
        }
        return text;
    }

    /** A constant whose name is the text in another spelling: {@code NodeLabels} for {@code NODE_LABELS}. */
    <E extends Enum<E>> @Nullable E choice(String field, @Nullable String text, Class<E> type) {
        return choice(field, text, EnumSet.allOf(type));
    }

    <E extends Enum<E>> @Nullable E choice(String field, @Nullable String text, EnumSet<E> allowed) {
        if (text == null) {
            return null;
        }
        for (E constant : allowed) {
            if (spelling(constant).equals(text)) {
                return constant;
            }
        }
        String spelled = allowed.stream().map(FieldReader::spelling).collect(Collectors.joining(", "));
        problems.add(field + " (\"" + text + "\") must be one of " + spelled);
        return null;
    }

    private static String spelling(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    int atLeast(String field, @Nullable Integer value, int least, int fallback) {
        if (value == null) {
            return fallback;
        }
        if (value < least) {
            problems.add(field + " (" + value + ") must be at least " + least + "; " + fallback + " is used");
            return fallback;
        }
        return value;
    }
}
