package dev.inferno.operator.prometheus;

import java.util.List;

/** A successful answer; a scalar is one series without labels. */
record QueryAnswer(List<Series> series, List<String> warnings) {

    QueryAnswer {
        series = List.copyOf(series);
        warnings = List.copyOf(warnings);
    }
}
