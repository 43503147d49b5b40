package dev.inferno.e2e.emulator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Prometheus text exposition (0.0.4) of all servers and of the gateway. */
final class MetricsPage {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private MetricsPage() {}

    static String render(List<ModelServer> servers, List<Sample> gateway) {
        Map<Family, List<String>> lines = new EnumMap<>(Family.class);
        for (ModelServer server : servers) {
            Exposition.Shown shown = server.exposition().show(server.samples());
            add(shown.samples(), shown.timestampMillis() == 0 ? "" : " " + shown.timestampMillis(), lines);
        }
        add(gateway, "", lines);
        StringBuilder page = new StringBuilder();
        lines.forEach((family, samples) -> {
            page.append(family.header());
            samples.forEach(page::append);
        });
        return page.toString();
    }

    private static void add(List<Sample> samples, String timestamp, Map<Family, List<String>> lines) {
        for (Sample sample : samples) {
            lines.computeIfAbsent(sample.family(), family -> new ArrayList<>()).add(line(sample, timestamp));
        }
    }

    private static String line(Sample sample, String timestamp) {
        return sample.family().metric() + sample.suffix() + "{" + sample.labels() + "} " + number(sample.value())
                + timestamp + "\n";
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
