package dev.inferno.e2e.emulator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Prometheus text exposition (0.0.4) of all servers. */
final class MetricsPage {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private MetricsPage() {}

    static String render(List<ModelServer> servers) {
        Map<Family, List<String>> lines = new EnumMap<>(Family.class);
        for (ModelServer server : servers) {
            Exposition.Shown shown = server.exposition().show(server.samples());
            String timestamp = shown.timestampMillis() == 0 ? "" : " " + shown.timestampMillis();
            for (Sample sample : shown.samples()) {
                lines.computeIfAbsent(sample.family(), family -> new ArrayList<>())
                        .add(line(sample, timestamp));
            }
        }
        StringBuilder page = new StringBuilder();
        lines.forEach((family, samples) -> {
            page.append(family.header());
            samples.forEach(page::append);
        });
        return page.toString();
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
