package dev.inferno.e2e.load;

import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * One run of the open loop: a platform thread starts requests at their times whatever became of the earlier ones, a virtual
 * thread follows each. Thread-safety: {@link #stop} and {@link #summary} may be called from anywhere.
 */
final class LoadRun {

    /** Below this the pacing thread spins: parking alone is late by a timer slack. */
    private static final long SPIN_NANOS = 200_000;

    private final LoadOptions options;
    private final Tally tally = new Tally();
    private final AtomicBoolean stopped = new AtomicBoolean();

    LoadRun(LoadOptions options) {
        this.options = options;
    }

    /** Runs the schedule and returns when every request has ended. */
    Summary run() {
        Schedule schedule = new Schedule(options.steps(), options.mode(), options.seed(), options.durationSeconds());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Exchange exchange = new Exchange(options, threads)) {
            WarmUp.run(options, threads);
            long begin = System.nanoTime();
            tally.begin(begin);
            for (OptionalLong at = schedule.next(); at.isPresent(); at = schedule.next()) {
                long due = begin + at.getAsLong();
                if (!sleepUntil(due)) {
                    break;
                }
                tally.started();
                threads.execute(() -> follow(exchange, due));
            }
            tally.awaitAll(stopped::get);
        }
        return summary();
    }

    void stop() {
        stopped.set(true);
    }

    Summary summary() {
        return tally.summary();
    }

    private void follow(Exchange exchange, long due) {
        try {
            tally.ended(exchange.run(due));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean sleepUntil(long due) {
        while (!stopped.get()) {
            long left = due - System.nanoTime();
            if (left <= 0) {
                return true;
            }
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(Math.min(left - SPIN_NANOS, 100_000_000));
            } else {
                Thread.onSpinWait();
            }
        }
        return false;
    }
}
