package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubernetes.client.openapi.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LeaseCandidateTest {

    private final FakeLease lease = new FakeLease();
    private long nowSeconds = 1000;
    private final LeaseCandidate first = candidate("first");
    private final LeaseCandidate second = candidate("second");

    @Test
    void acquiresAFreeLeaseAtOnceAndKeepsItWhileItRenews() throws Exception {
        assertTrue(first.acquireOrRenew());

        for (int i = 0; i < 20; i++) {
            nowSeconds += 2;
            assertTrue(first.acquireOrRenew());
            assertFalse(second.acquireOrRenew());
        }
        assertTrue(first.holds());
        assertEquals("first", second.holder());
        assertEquals(0, lease.current().transitions());
    }

    @Test
    void takesOverOneLeaseDurationAfterTheLastChangeItSaw() throws Exception {
        first.acquireOrRenew();
        nowSeconds += 100;
        assertFalse(second.acquireOrRenew(), "has not seen yet how long the lease stands still");

        nowSeconds += 14;
        assertFalse(second.acquireOrRenew());
        nowSeconds += 1;
        assertTrue(second.acquireOrRenew());
        assertEquals(1, lease.current().transitions());
    }

    @Test
    void stopsWritingBeforeAnybodyElseCanLead() throws Exception {
        first.acquireOrRenew();
        assertDoesNotThrow(first::check);

        nowSeconds += 10;

        assertFalse(first.holds());
        NotLeader refusal = assertThrows(NotLeader.class, first::check);
        assertTrue(String.valueOf(refusal.getMessage()).contains("10000 ms"), refusal::getMessage);
        second.acquireOrRenew();
        assertFalse(second.holds());
    }

    @Test
    void aRenewalCountsFromBeforeItWasSent() throws Exception {
        lease.beforeWrite(() -> nowSeconds += 4);
        first.acquireOrRenew();
        lease.beforeWrite(() -> {});

        nowSeconds += 6;

        assertFalse(first.holds());
    }

    @Test
    void whoSeesAnotherHolderNoLongerWrites() throws Exception {
        first.acquireOrRenew();
        lease.steal("third");

        assertFalse(first.acquireOrRenew());
        assertThrows(NotLeader.class, first::check);
    }

    @Test
    void ofTwoThatSeeAFreeLeaseOneWins() throws Exception {
        first.acquireOrRenew();
        first.release();
        lease.beforeWrite(() -> lease.steal("third"));

        assertFalse(second.acquireOrRenew());
        assertThrows(NotLeader.class, second::check);
    }

    @Test
    void releasingLetsTheNextOneInAtOnce() throws Exception {
        first.acquireOrRenew();
        first.release();

        assertFalse(first.holds());
        assertTrue(second.acquireOrRenew());
    }

    @Test
    void aReleaseAfterTheDeadlineWritesNothing() throws Exception {
        first.acquireOrRenew();
        nowSeconds += 11;

        first.release();

        assertEquals("first", lease.current().holder());
    }

    @Test
    void anUnansweredRenewalIsNoLossUntilTheDeadline() throws Exception {
        first.acquireOrRenew();
        lease.beforeWrite(() -> {
            throw new IllegalStateException("no answer");
        });
        nowSeconds += 2;

        assertThrows(IllegalStateException.class, first::acquireOrRenew);

        assertTrue(first.holds());
    }

    @Test
    void settingsThatLeaveNoTimeForAWriteAreRefused() {
        var seconds = Duration.ofSeconds(10);
        assertThrows(
                IllegalArgumentException.class,
                () -> new KubeSettings("n", "n", List.of(), null, true, "l", "i", seconds, seconds, seconds));
    }

    private LeaseCandidate candidate(String identity) {
        return new LeaseCandidate(
                lease,
                KubeSettings.defaults("ns", identity),
                () -> TimeUnit.SECONDS.toNanos(nowSeconds),
                () -> Instant.ofEpochSecond(nowSeconds));
    }

    /** One Lease with the API server's optimistic locking. */
    static final class FakeLease implements LeaseApi {

        private @Nullable LeaseRecord record;
        private Runnable beforeWrite = () -> {};

        void beforeWrite(Runnable action) {
            beforeWrite = action;
        }

        synchronized LeaseRecord current() {
            return Objects.requireNonNull(record);
        }

        synchronized void steal(String thief) {
            LeaseRecord last = current();
            record =
                    new LeaseRecord(thief, 15, last.acquiredAt(), last.renewedAt(), last.transitions() + 1, next(last));
        }

        @Override
        public synchronized @Nullable LeaseRecord read() {
            return record;
        }

        @Override
        public synchronized LeaseRecord create(LeaseRecord lease) throws ApiException {
            beforeWrite.run();
            if (record != null) {
                throw new ApiException(409, "exists");
            }
            return store(lease, "1");
        }

        @Override
        public synchronized LeaseRecord update(LeaseRecord lease) throws ApiException {
            beforeWrite.run();
            LeaseRecord last = current();
            if (!Objects.equals(last.resourceVersion(), lease.resourceVersion())) {
                throw new ApiException(409, "changed");
            }
            return store(lease, next(last));
        }

        private static String next(LeaseRecord last) {
            return Integer.toString(Integer.parseInt(String.valueOf(last.resourceVersion())) + 1);
        }

        private LeaseRecord store(LeaseRecord lease, String version) {
            LeaseRecord stored = new LeaseRecord(
                    lease.holder(),
                    lease.durationSeconds(),
                    lease.acquiredAt(),
                    lease.renewedAt(),
                    lease.transitions(),
                    version);
            record = stored;
            return stored;
        }
    }
}
