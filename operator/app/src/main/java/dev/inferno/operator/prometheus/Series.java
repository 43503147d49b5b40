package dev.inferno.operator.prometheus;

import java.util.List;
import java.util.Map;

/** One time series of an answer: its labels, {@code __name__} among them, and its samples in order of time. */
record Series(Map<String, String> labels, List<Sample> samples) {

    Series {
        labels = Map.copyOf(labels);
        samples = List.copyOf(samples);
    }

    String name() {
        return label("__name__");
    }

    /** Value of a label, empty when absent: Prometheus makes no difference either. */
    String label(String name) {
        return labels.getOrDefault(name, "");
    }
}
