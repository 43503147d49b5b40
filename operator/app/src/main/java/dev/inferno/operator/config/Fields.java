package dev.inferno.operator.config;

import dev.inferno.documents.Nearest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The named values of one JSON or YAML object; every complaint names the field, its value and what is allowed. */
record Fields(Map<String, @Nullable Object> values) {

    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?");

    /** @throws BadValue for a name that is not known */
    static Fields of(Map<String, @Nullable Object> values, Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new BadValue("unknown field " + name + "; " + Nearest.hint(name, known));
            }
        }
        return new Fields(values);
    }

    /** A decimal number of at least 0, as text. */
    static double decimal(String name, String text) {
        String stripped = text.strip();
        if (DECIMAL.matcher(stripped).matches()) {
            double value = Double.parseDouble(stripped);
            if (value >= 0 && Double.isFinite(value)) {
                return value + 0.0;
            }
        }
        throw bad(name, text, "a decimal number of at least 0");
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw new BadValue(name + " is missing");
        }
        return text;
    }

    @Nullable
    String optionalText(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Map
                || value instanceof List
                || String.valueOf(value).isBlank()) {
            throw bad(name, value, "a text that is not empty");
        }
        return String.valueOf(value).strip();
    }

    /** A number, or a text that is one; 0 when absent. */
    double number(String name) {
        Object value = values.get(name);
        if (value == null) {
            return 0;
        }
        if (!(value instanceof Number) && !(value instanceof String)) {
            throw bad(name, value, "a decimal number of at least 0");
        }
        return decimal(name, String.valueOf(value));
    }

    int integer(String name, int fallback, int least, int most) {
        Object value = values.get(name);
        if (value == null) {
            return fallback;
        }
        String allowed = "a whole number from " + least + " to " + most;
        try {
            int number = new BigDecimal(String.valueOf(value)).intValueExact();
            if (number >= least && number <= most) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // falls through to the one complaint
        }
        throw bad(name, value, allowed);
    }

    List<?> list(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw bad(name, value, "a list");
    }

    static BadValue bad(String name, Object value, String allowed) {
        String shown = String.valueOf(value);
        return new BadValue(name + " is \"" + (shown.length() > 80 ? shown.substring(0, 80) + "..." : shown)
                + "\"; it must be " + allowed);
    }
}
