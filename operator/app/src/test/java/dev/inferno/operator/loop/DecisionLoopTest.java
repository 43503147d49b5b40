package dev.inferno.operator.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waits only for what must happen, each time with a deadline. */
class DecisionLoopTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(1);
    private static final long DEADLINE_SECONDS = 20;

    private final BlockingQueue<String> cycles = new LinkedBlockingQueue<>();
    private final BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
    private final Semaphore asked = new Semaphore(0);
    private final AtomicBoolean leads = new AtomicBoolean(true);
    private @Nullable DecisionLoop loop;
    private @Nullable Thread thread;

    private DecisionLoop loop(Duration interval, Consumer<String> cycle) {
        var made = new DecisionLoop(
                () -> interval,
                SOON,
                () -> {
                    boolean leading = leads.get();
                    asked.release();
                    return leading;
                },
                cycle,
                failures::add);
        loop = made;
        return made;
    }

    private Thread start(DecisionLoop made) {
        var started = Thread.ofPlatform().daemon().start(made);
        thread = started;
        return started;
    }

    private @Nullable String nextCycle() throws InterruptedException {
        return cycles.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static void assertEnds(Thread running) throws InterruptedException {
        running.join(Duration.ofSeconds(DEADLINE_SECONDS));
        assertFalse(running.isAlive(), "the loop must have ended");
    }

    @AfterEach
    void end() throws InterruptedException {
        if (loop != null && thread != null) {
            loop.stop();
            assertEnds(thread);
        }
    }

    @Test
    void aBurstOfTriggersMakesOneCycleNamedByTheFirst() throws InterruptedException {
        var made = loop(NEVER, cycles::add);
        for (int i = 0; i < 50; i++) {
            made.trigger("change " + i);
        }
        start(made);
        assertEquals("change 0", nextCycle());
        made.trigger("later");
        assertEquals("later", nextCycle());
    }

    @Test
    void whatHappensDuringACycleMakesOneMore() throws InterruptedException {
        var self = new LinkedBlockingQueue<DecisionLoop>();
        var made = loop(NEVER, trigger -> {
            DecisionLoop running = self.poll();
            if (running != null) {
                running.trigger("second");
                running.trigger("third");
            }
            cycles.add(trigger);
        });
        self.add(made);
        made.trigger("first");
        start(made);
        assertEquals("first", nextCycle());
        assertEquals("second", nextCycle());
        made.trigger("fourth");
        assertEquals("fourth", nextCycle());
    }

    @Test
    void runsAtEveryIntervalWithoutAnyTrigger() throws InterruptedException {
        start(loop(SOON, cycles::add));
        assertEquals("interval", nextCycle());
        assertEquals("interval", nextCycle());
    }

    @Test
    void runsNothingUntilItLeads() throws InterruptedException {
        leads.set(false);
        start(loop(SOON, cycles::add));
        assertTrue(asked.tryAcquire(3, DEADLINE_SECONDS, TimeUnit.SECONDS));
        assertNull(cycles.peek());
        leads.set(true);
        assertEquals("interval", nextCycle());
    }

    @Test
    void aFailedCycleIsToldAndTriedAgainLongBeforeTheInterval() throws InterruptedException {
        var runs = new AtomicInteger();
        var made = loop(NEVER, trigger -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("first cycle fails");
            }
            cycles.add(trigger);
        });
        made.trigger("change");
        start(made);
        var failure = failures.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertEquals("first cycle fails", failure == null ? null : failure.getMessage());
        assertEquals("interval", nextCycle());
        assertEquals(2, runs.get());
    }

    @Test
    void outlivesAnyNumberOfFailures() throws InterruptedException {
        var runs = new AtomicInteger();
        start(loop(SOON, trigger -> {
            if (runs.incrementAndGet() <= 200) {
                throw new IllegalStateException("fails");
            }
            cycles.add(trigger);
        }));
        assertEquals("interval", nextCycle());
        assertEquals(200, failures.size());
    }

    @Test
    void stopEndsAWaitingLoop() throws InterruptedException {
        var made = loop(NEVER, cycles::add);
        made.trigger("change");
        Thread running = start(made);
        assertEquals("change", nextCycle());
        made.stop();
        assertEnds(running);
    }

    @Test
    void stopLetsARunningCycleEndAndStartsNoOther() throws InterruptedException {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var made = loop(NEVER, trigger -> {
            entered.countDown();
            try {
                assertTrue(release.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            cycles.add(trigger);
        });
        made.trigger("change");
        Thread running = start(made);
        assertTrue(entered.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
        made.trigger("another");
        made.stop();
        release.countDown();
        assertEnds(running);
        assertEquals("change", cycles.poll());
        assertNull(cycles.poll());
    }

    @Test
    void anInterruptEndsTheLoop() throws InterruptedException {
        Thread running = start(loop(NEVER, cycles::add));
        running.interrupt();
        assertEnds(running);
    }
}
