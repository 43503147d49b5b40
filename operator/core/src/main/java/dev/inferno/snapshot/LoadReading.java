package dev.inferno.snapshot;

/** What could be learnt of a model's load. Missing and stale input means hold; it is never zero. */
public sealed interface LoadReading {

    /** What the servers say of themselves; nothing where they were not heard, or too long ago. */
    default Observed observed() {
        return Observed.NOTHING;
    }

    /** Enough of the expected pods report, recently. */
    record Fresh(OfferedLoad load, Observed observed, double ageSeconds) implements LoadReading {}

    /** Some pods do not report: may raise a decision, never lower it. */
    record Partial(OfferedLoad load, Observed observed, double ageSeconds, String reason) implements LoadReading {}

    /** Samples exist but are too old to decide on. */
    record Stale(double ageSeconds, String reason) implements LoadReading {}

    /** No usable sample. */
    record Missing(Cause cause, String reason) implements LoadReading {

        /** Why nothing is known: Prometheus does not know the model, or could not be asked. */
        public enum Cause {
            NO_SAMPLES,
            PROMETHEUS_ERROR
        }
    }
}
