package dev.inferno.e2e.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the endpoint picker of an inference gateway counts: requests at its door, also those that no pod takes. As there, a
 * series begins with its first request. Thread-safe.
 */
final class Gateway {

    private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();

    void arrived(String namespace, String model) {
        String name = Labels.escape(model);
        String labels = "model_name=\"" + name + "\",target_model_name=\"" + name + "\",namespace=\""
                + Labels.escape(namespace) + "\"";
        requests.computeIfAbsent(labels, series -> new LongAdder()).increment();
    }

    List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        requests.forEach((labels, count) -> samples.add(new Sample(Family.GATEWAY_REQUESTS, "", labels, count.sum())));
        return samples;
    }
}
