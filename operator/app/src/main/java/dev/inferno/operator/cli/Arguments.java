package dev.inferno.operator.cli;

import dev.inferno.documents.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The words after a command: positional words, flags with one value each, {@code -f x}, {@code --file x} or {@code
 * --file=x}, and switches without a value, which read as {@code true}. A word that begins with a dash is never taken for the
 * value of the flag before it, but for {@code -} alone.
 */
public record Arguments(List<String> words, SortedMap<String, List<String>> flags) {

    /** @see #parse(List, Map, Set, Set) */
    public static Arguments parse(List<String> args, Map<String, String> known, Set<String> switches) {
        return parse(args, known, switches, Set.of());
    }

    /**
     * @param known flag as typed, such as {@code -f} and {@code --file}, to its name
     * @param switches those of the names that take no value
     * @param repeatable those that may be given more than once
     * @throws UsageError naming the flag and the nearest known one
     */
    public static Arguments parse(
            List<String> args, Map<String, String> known, Set<String> switches, Set<String> repeatable) {
        List<String> words = new ArrayList<>();
        SortedMap<String, List<String>> flags = new TreeMap<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (!arg.startsWith("-") || arg.equals("-")) {
                words.add(arg);
                continue;
            }
            int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
            String flag = equals < 0 ? arg : arg.substring(0, equals);
            String name = known.get(flag);
            if (name == null) {
                throw new UsageError("unknown flag " + flag + "; " + Nearest.hint(flag, known.keySet()));
            }
            boolean alone = equals < 0 && switches.contains(name);
            boolean apart = equals < 0 && !alone;
            String value = alone
                    ? "true"
                    : apart ? following(flag, args.subList(i + 1, args.size())) : arg.substring(equals + 1);
            if (value.isEmpty()) {
                throw new UsageError("flag " + flag + " needs a value that is not empty");
            }
            i += apart ? 1 : 0;
            List<String> values = flags.computeIfAbsent(name, n -> new ArrayList<>());
            values.add(value);
            if (values.size() > 1 && !repeatable.contains(name)) {
                throw new UsageError("flag " + flag + " is given twice");
            }
        }
        return new Arguments(words, flags);
    }

    private static String following(String flag, List<String> rest) {
        if (rest.isEmpty()) {
            throw new UsageError("flag " + flag + " needs a value");
        }
        String value = rest.getFirst();
        if (value.startsWith("-") && !value.equals("-")) {
            throw new UsageError("flag " + flag + " needs a value, but " + value + " follows, which looks like a flag; "
                    + (flag.startsWith("--") ? "if it is the value, write " + flag + "=" + value : "give one"));
        }
        return value;
    }

    /** @throws UsageError when there are other words than flags and their values */
    public void refuseWords() {
        if (!words.isEmpty()) {
            throw new UsageError(
                    "word " + words.getFirst() + " is not expected here; a file is given as -f " + words.getFirst());
        }
    }

    public Optional<String> flag(String name) {
        return values(name).stream().findFirst();
    }

    /** Every value of a flag that may be repeated, in order. */
    public List<String> values(String name) {
        return flags.getOrDefault(name, List.of());
    }

    /** @throws UsageError when the value is not a finite number, 0 or more */
    public Optional<Double> number(String name) {
        return flag(name).map(text -> {
            try {
                double value = Double.parseDouble(text);
                if (value >= 0 && value < Double.POSITIVE_INFINITY) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Said below, as any other value that makes no sense.
            }
            throw new UsageError("flag --" + name + " (" + text + ") must be a number, 0 or more");
        });
    }

    /** @throws UsageError when the flag is not given */
    public String require(String name, String what) {
        return flag(name).orElseThrow(() -> new UsageError("flag --" + name + " is missing; it names " + what));
    }
}
