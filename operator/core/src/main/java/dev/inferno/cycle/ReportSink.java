package dev.inferno.cycle;

/** Port: makes a report visible, as status, conditions, events, metrics and explanation. */
@FunctionalInterface
public interface ReportSink {

    void publish(CycleReport report);
}
