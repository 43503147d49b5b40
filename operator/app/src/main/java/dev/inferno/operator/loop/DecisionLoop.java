package dev.inferno.operator.loop;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs cycles one after the other: every interval, or soon after a trigger; after a failure with back-off.
 *
 * <p>A trigger waits for the debounce time so that a burst of events makes one cycle. While this replica does not lead,
 * nothing runs. Thread-safety: {@link #trigger} and {@link #stop} from any thread, {@link #run} by one.
 */
public final class DecisionLoop implements Runnable {

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);

    private final Supplier<Duration> interval;
    private final Duration debounce;
    private final BooleanSupplier leading;
    private final Consumer<String> cycle;
    private final Consumer<RuntimeException> onFailure;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private @Nullable String pending;
    private boolean stopped;

    /**
     * @param interval read anew before each wait, so that a changed configuration acts at once
     * @param cycle runs one cycle for the given trigger
     * @param onFailure is told of a cycle that ended with an exception
     */
    public DecisionLoop(
            Supplier<Duration> interval,
            Duration debounce,
            BooleanSupplier leading,
            Consumer<String> cycle,
            Consumer<RuntimeException> onFailure) {
        this.interval = interval;
        this.debounce = debounce;
        this.leading = leading;
        this.cycle = cycle;
        this.onFailure = onFailure;
    }

    /** Asks for a cycle soon; the first reason of a burst is the one reported. */
    public void trigger(String reason) {
        lock.lock();
        try {
            if (pending == null) {
                pending = reason;
            }
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #run} after the cycle that may be running. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        Duration backoff = FIRST_BACKOFF;
        boolean failed = false;
        while (true) {
            String trigger = await(failed ? min(backoff, interval.get()) : interval.get(), failed);
            if (trigger == null) {
                return;
            }
            if (!leading.getAsBoolean()) {
                continue;
            }
            try {
                cycle.accept(trigger);
                failed = false;
                backoff = FIRST_BACKOFF;
            } catch (RuntimeException e) {
                onFailure.accept(e);
                backoff = failed ? min(backoff.multipliedBy(2), interval.get()) : FIRST_BACKOFF;
                failed = true;
            }
        }
    }

    /** The next trigger, "interval" when the time is up, null when stopped. Back-off is not cut short by triggers. */
    private @Nullable String await(Duration longest, boolean backingOff) {
        lock.lock();
        try {
            long nanos = longest.toNanos();
            while (!stopped && nanos > 0 && (backingOff || pending == null)) {
                nanos = wake.awaitNanos(nanos);
            }
            if (pending != null && !stopped) {
                gather();
            }
            String trigger = pending == null ? "interval" : pending;
            pending = null;
            return stopped ? null : trigger;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void gather() throws InterruptedException {
        long nanos = debounce.toNanos();
        while (!stopped && nanos > 0) {
            nanos = wake.awaitNanos(nanos);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
