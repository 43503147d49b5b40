package dev.inferno.operator.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of this process' health; the wiring writes it, the probes read it.
 *
 * <p>Prometheus counts for readiness until it was reached once: a leader that turned not ready at a later outage would
 * leave the Service and take the metrics with it that tell of the outage. Thread-safety: all methods from any thread.
 */
public final class HealthState {

    private static final int INTERVALS_UNTIL_DEAD = 10;

    private final Clock clock;
    private final Supplier<Duration> interval;
    private final ReentrantLock lock = new ReentrantLock();

    private boolean cachesSynced;
    private boolean cachesSyncedOnce;
    private boolean configValid;
    private String config = "not read yet";
    private boolean prometheusContacted;
    private String prometheus = "not contacted yet";
    private @Nullable Instant leadingSince;
    private @Nullable Instant lastAttempt;
    private @Nullable Instant lastSuccess;
    private @Nullable String lastFailure;
    private int failuresInARow;

    /** @param interval time between cycles, read anew at each probe */
    public HealthState(Clock clock, Supplier<Duration> interval) {
        this.clock = clock;
        this.interval = interval;
    }

    public void cachesSynced(boolean synced) {
        locked(() -> {
            cachesSynced = synced;
            cachesSyncedOnce |= synced;
        });
    }

    /** @param message what is wrong, or where it came from */
    public void config(boolean valid, String message) {
        locked(() -> {
            configValid = valid;
            config = message;
        });
    }

    /** @param message how Prometheus is doing now */
    public void prometheus(boolean reached, String message) {
        locked(() -> {
            prometheusContacted |= reached;
            prometheus = message;
        });
    }

    public void leading(boolean leading) {
        locked(() -> {
            if (!leading) {
                leadingSince = null;
            } else if (leadingSince == null) {
                leadingSince = clock.instant();
            }
        });
    }

    public void cycleSucceeded() {
        locked(() -> {
            lastAttempt = clock.instant();
            lastSuccess = lastAttempt;
            failuresInARow = 0;
            lastFailure = null;
        });
    }

    public void cycleFailed(String message) {
        locked(() -> {
            lastAttempt = clock.instant();
            failuresInARow++;
            lastFailure = message;
        });
    }

    /** The loop still turns; a replica that does not lead has no loop to watch. */
    Probe live() {
        return probe(() -> leadingSince == null || silence().compareTo(allowedSilence()) <= 0);
    }

    Probe ready() {
        return probe(() -> cachesSynced && configValid && prometheusContacted);
    }

    Probe started() {
        return probe(() -> cachesSyncedOnce);
    }

    /** One answer: up or down, and the facts it rests on. */
    record Probe(boolean up, Map<String, Object> details) {}

    private Duration silence() {
        Instant since = leadingSince == null ? Instant.MIN : leadingSince;
        Instant last = lastAttempt == null || lastAttempt.isBefore(since) ? since : lastAttempt;
        return Duration.between(last, clock.instant());
    }

    private Duration allowedSilence() {
        return interval.get().multipliedBy(INTERVALS_UNTIL_DEAD);
    }

    private Probe probe(Supplier<Boolean> up) {
        lock.lock();
        try {
            return new Probe(up.get(), details());
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Object> details() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cachesSynced", cachesSynced);
        facts.put("configValid", configValid);
        facts.put("config", config);
        facts.put("prometheusContacted", prometheusContacted);
        facts.put("prometheus", prometheus);
        facts.put("leading", leadingSince != null);
        facts.put("lastCycle", lastAttempt == null ? "none yet" : lastAttempt.toString());
        facts.put("lastSuccessfulCycle", lastSuccess == null ? "none yet" : lastSuccess.toString());
        facts.put("failuresInARow", failuresInARow);
        if (lastFailure != null) {
            facts.put("lastFailure", lastFailure);
        }
        facts.put("deadAfterSecondsWithoutCycle", allowedSilence().toSeconds());
        return facts;
    }

    private void locked(Runnable write) {
        lock.lock();
        try {
            write.run();
        } finally {
            lock.unlock();
        }
    }
}
