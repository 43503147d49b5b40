package dev.inferno.e2e.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Collects outcomes as they come. Thread-safety: guarded by one lock. */
final class Tally {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allEnded = lock.newCondition();
    private final List<Outcome> outcomes = new ArrayList<>();
    private long beginNanos = System.nanoTime();
    private int started;

    void begin(long nanos) {
        lock.lock();
        try {
            beginNanos = nanos;
        } finally {
            lock.unlock();
        }
    }

    void started() {
        lock.lock();
        try {
            started++;
        } finally {
            lock.unlock();
        }
    }

    void ended(Outcome outcome) {
        lock.lock();
        try {
            outcomes.add(outcome);
            if (outcomes.size() == started) {
                allEnded.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns when every started request ended, or soon after {@code giveUp} says so. */
    void awaitAll(BooleanSupplier giveUp) {
        lock.lock();
        try {
            while (outcomes.size() < started && !giveUp.getAsBoolean()) {
                boolean signalled = allEnded.await(100, TimeUnit.MILLISECONDS);
                if (signalled) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    Summary summary() {
        lock.lock();
        try {
            return Summary.of(started, (System.nanoTime() - beginNanos) / 1e9, outcomes);
        } finally {
            lock.unlock();
        }
    }
}
