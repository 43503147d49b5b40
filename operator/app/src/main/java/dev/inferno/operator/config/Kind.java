package dev.inferno.operator.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What values a key takes.
 *
 * @param allowed ends the sentence "KEY must be ..."
 * @param parser throws any runtime exception for a value that is not allowed
 * @param secret the value is never shown
 */
record Kind<T>(String allowed, Function<String, T> parser, boolean secret) {

    static final Kind<Boolean> SWITCH = new Kind<>("true or false", Kind::truth, false);
    static final Kind<BindAddress> ADDRESS = of("0 (off), :PORT or HOST:PORT, such as :8443", BindAddress::parse);
    static final Kind<String> TEXT = of("a text in one line", Kind::oneLine);
    static final Kind<String> SECRET = new Kind<>("a text in one line", Kind::oneLine, true);
    static final Kind<String> NAME =
            matching("a DNS label: a-z, 0-9 and -, at most 63", "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    static final Kind<String> OBJECT_NAME =
            matching("an object's name: a-z, 0-9, - and ., at most 253", "[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
    static final Kind<List<String>> NAMES = of("namespaces separated by commas", Kind::names);
    static final Kind<URI> URL = of("a URL such as https://prometheus.monitoring.svc:9090", Kind::url);

    private static final Pattern CONTROL = Pattern.compile(".*\\p{Cntrl}.*", Pattern.DOTALL);

    static <T> Kind<T> of(String allowed, Function<String, T> parser) {
        return new Kind<>(allowed, parser, false);
    }

    static Kind<String> matching(String allowed, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return of(allowed, text -> {
            require(compiled.matcher(text).matches());
            return text;
        });
    }

    static Kind<Duration> duration(String least, String most) {
        Duration low = GoDuration.parse(least);
        Duration high = GoDuration.parse(most);
        return of("a duration from " + least + " to " + most + ", such as 60s, 1m30s or 500ms", text -> {
            Duration value = GoDuration.parse(text);
            require(value.compareTo(low) >= 0 && value.compareTo(high) <= 0);
            return value;
        });
    }

    static Kind<Integer> integer(int least, int most) {
        return of("a whole number from " + least + " to " + most, text -> {
            int value = Integer.parseInt(text);
            require(value >= least && value <= most);
            return value;
        });
    }

    /** One of the names, without regard to case. */
    static <T> Kind<T> choice(Map<String, T> choices) {
        List<String> names = choices.keySet().stream().sorted().toList();
        return of(
                "one of " + String.join(", ", names),
                text -> choices.entrySet().stream()
                        .filter(choice -> choice.getKey().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new)
                        .getValue());
    }

    /** @throws BadValue saying what is allowed */
    T parse(String text) {
        try {
            return parser.apply(text);
        } catch (BadValue e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BadValue("must be " + allowed);
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }

    /** As Go's strconv.ParseBool, which read these keys in the originals. */
    private static Boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "1" -> true;
            case "false", "f", "0" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static String oneLine(String text) {
        require(!CONTROL.matcher(text).matches());
        return text;
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(NAME::parse)
                .distinct()
                .toList();
    }

    private static URI url(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            require(scheme.equals("http") || scheme.equals("https"));
            require(uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null);
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
