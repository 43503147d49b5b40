package dev.inferno.e2e;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Command line of {@code --name value} or {@code --name=value}, checked against the flags a program knows. Thread-safety:
 * immutable after {@link #parse}.
 */
public final class Flags {

    /**
     * One flag.
     *
     * @param form the values it allows, as shown in help and errors; empty = a switch without value
     * @param fallback its default; empty = unset
     */
    public record Flag(String name, String form, String fallback, String meaning) {

        boolean isSwitch() {
            return form.isEmpty();
        }
    }

    /** The command line cannot be used; the message names flag, value and allowed form. */
    public static final class BadFlag extends RuntimeException {
        public BadFlag(String message) {
            super(message);
        }
    }

    private final Map<String, Flag> known = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();

    private Flags(List<Flag> flags) {
        flags.forEach(flag -> known.put(flag.name(), flag));
    }

    public static Flags parse(List<Flag> known, String... args) {
        Flags flags = new Flags(known);
        int i = 0;
        while (i < args.length) {
            i += flags.take(args[i], i + 1 < args.length ? args[i + 1] : null);
        }
        return flags;
    }

    /** One line per flag. */
    public static String usage(List<Flag> known) {
        StringBuilder text = new StringBuilder();
        for (Flag flag : known) {
            String fallback = flag.fallback().isEmpty() ? "" : " (default " + flag.fallback() + ")";
            text.append("  %-34s %s%s%n".formatted("--" + flag.name() + " " + flag.form(), flag.meaning(), fallback));
        }
        return text.toString();
    }

    public boolean isOn(String name) {
        return values.containsKey(name);
    }

    /** The value given, else the default; null if there is neither. */
    public @Nullable String optional(String name) {
        Flag flag = flag(name);
        String value = values.getOrDefault(name, flag.fallback());
        return value.isEmpty() ? null : value;
    }

    public String text(String name) {
        String value = optional(name);
        if (value == null) {
            throw new BadFlag(
                    "--%s is missing; give %s".formatted(name, flag(name).form()));
        }
        return value;
    }

    public int integer(String name, int min, int max) {
        double value = number(name, min, max);
        if (value != Math.rint(value)) {
            throw bad(name);
        }
        return (int) value;
    }

    public double number(String name, double min, double max) {
        try {
            double value = Double.parseDouble(text(name));
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the allowed form
        }
        throw bad(name);
    }

    /** Error for the value of {@code name}. */
    public BadFlag bad(String name) {
        return new BadFlag("--%s %s is not allowed; give %s"
                .formatted(name, optional(name), flag(name).form()));
    }

    private int take(String arg, @Nullable String next) {
        int equals = arg.indexOf('=');
        String name = arg.substring(Math.min(2, arg.length()), equals < 0 ? arg.length() : equals);
        Flag flag = known.get(name);
        if (!arg.startsWith("--") || flag == null) {
            throw new BadFlag(
                    "%s is no flag of this program; known are --%s".formatted(arg, String.join(" --", known.keySet())));
        }
        if (equals >= 0) {
            values.put(name, arg.substring(equals + 1));
            return 1;
        }
        if (flag.isSwitch()) {
            values.put(name, "true");
            return 1;
        }
        if (next == null) {
            throw new BadFlag("--%s has no value; give %s".formatted(name, flag.form()));
        }
        values.put(name, next);
        return 2;
    }

    private Flag flag(String name) {
        Flag flag = known.get(name);
        if (flag == null) {
            throw new IllegalArgumentException("flag " + name + " was never declared");
        }
        return flag;
    }
}
