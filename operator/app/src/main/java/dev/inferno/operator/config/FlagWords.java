package dev.inferno.operator.config;

import dev.inferno.documents.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words after {@code inferno run}, in the forms Go's flag package takes: {@code --flag value}, {@code --flag=value}, {@code
 * -flag value}, and a switch alone for true. The last of several wins, because patches of manifests append.
 */
final class FlagWords {

    private static final Set<String> TRUTH = Set.of("true", "false");

    private final List<String> words;
    private final Report report;
    private final Map<Key<?>, String> values = new HashMap<>();
    private int next;

    private FlagWords(List<String> words, Report report) {
        this.words = words;
        this.report = report;
    }

    static Layer read(List<String> words, Report report) {
        FlagWords reader = new FlagWords(words, report);
        while (reader.next < words.size()) {
            reader.take(words.get(reader.next++));
        }
        return new Layer("flags", reader.values);
    }

    private void take(String word) {
        if (word.length() < 2 || !word.startsWith("-")) {
            report.problem("flags", word, "unexpected word " + word + "; flags look like --log-level=debug");
            return;
        }
        String dashed = word.startsWith("--") ? word : "-" + word;
        int equals = dashed.indexOf('=');
        String flag = equals < 0 ? dashed : dashed.substring(0, equals);
        Key<?> key = KnownNames.flagged(flag);
        String notice = NoEffect.notice(flag, "flag");
        if (key == null && notice == null) {
            report.problem("flags", flag, "unknown flag " + flag + "; " + Nearest.hint(flag, KnownNames.flags()));
            skipValue(equals < 0);
        } else if (key == null) {
            report.notices().add(notice);
            skipValue(equals < 0);
        } else {
            set(key, flag, equals < 0 ? following(key, flag) : dashed.substring(equals + 1));
        }
    }

    private void set(Key<?> key, String flag, String text) {
        values.remove(key);
        String value = Layer.checked("flag " + flag, key, text, report);
        if (value != null) {
            values.put(key, value);
        }
    }

    private String following(Key<?> key, String flag) {
        boolean more = next < words.size();
        if (key.kind().equals(Kind.SWITCH)) {
            return more && TRUTH.contains(words.get(next)) ? words.get(next++) : "true";
        }
        if (!more || words.get(next).startsWith("-")) {
            report.problem(
                    "flags",
                    flag,
                    "flag " + flag + " needs a value: it must be " + key.kind().allowed());
            return "";
        }
        return words.get(next++);
    }

    private void skipValue(boolean separate) {
        if (separate && next < words.size() && !words.get(next).startsWith("-")) {
            next++;
        }
    }
}
