package dev.inferno.operator.observe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scraper, a probe or a person sees. */
final class Http {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern SCOPE = Pattern.compile("scope=\"[^\"]*\",?");

    private Http() {}

    static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return get(url, "text/plain");
    }

    static HttpResponse<String> get(String url, String accept) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(url)).header("Accept", accept).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Our series with sorted labels and value, without Helidon's label {@code scope}. */
    static Set<String> series(String url) throws IOException, InterruptedException {
        Set<String> series = new TreeSet<>();
        get(url + "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("inferno_") || line.startsWith("wva_"))
                .forEach(line -> series.add(normal(line)));
        return series;
    }

    private static String normal(String line) {
        Matcher parts = Pattern.compile("([a-z_]+)(?:\\{(.*)\\})? (\\S+)").matcher(line);
        if (!parts.matches()) {
            throw new IllegalStateException("not a sample: " + line);
        }
        String labels =
                parts.group(2) == null ? "" : SCOPE.matcher(parts.group(2)).replaceAll("");
        List<String> sorted = Pattern.compile("[a-z_]+=\"[^\"]*\"")
                .matcher(labels)
                .results()
                .map(found -> found.group())
                .sorted()
                .toList();
        return parts.group(1) + "{" + String.join(",", sorted) + "} " + parts.group(3);
    }
}
