package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The threads of an election; its rules are tested without any in {@link LeaseCandidateTest}. */
final class LeaseElectionTest {

    private final LeaseCandidateTest.FakeLease lease = new LeaseCandidateTest.FakeLease();

    @Test
    void leadsUntilClosedAndThenLetsTheOtherLead() throws Exception {
        Watcher first = new Watcher("first");
        Watcher second = new Watcher("second");
        first.election.start();
        assertTrue(first.started.await(2, TimeUnit.SECONDS));
        second.election.start();
        assertFalse(second.started.await(300, TimeUnit.MILLISECONDS));

        first.election.close();

        assertTrue(second.started.await(2, TimeUnit.SECONDS));
        assertFalse(first.election.isLeader());
        assertEquals(1, first.lost.getCount(), "closing is no loss");
        second.election.close();
    }

    @Test
    void tellsOfALoss() throws Exception {
        Watcher first = new Watcher("first");
        first.election.start();
        assertTrue(first.started.await(2, TimeUnit.SECONDS));

        lease.steal("other");

        assertTrue(first.lost.await(2, TimeUnit.SECONDS));
        assertFalse(first.election.isLeader());
        first.election.close();
        assertEquals("other", lease.current().holder());
    }

    @Test
    void aCandidateThatNeverLedCanBeClosed() throws Exception {
        Watcher leader = new Watcher("leader");
        leader.election.start();
        assertTrue(leader.started.await(2, TimeUnit.SECONDS));
        Watcher standby = new Watcher("standby");
        standby.election.start();

        standby.election.close();

        assertEquals(1, standby.started.getCount());
        assertTrue(leader.election.isLeader());
        leader.election.close();
    }

    private final class Watcher implements LeaseElection.Listener {

        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch lost = new CountDownLatch(1);
        private final LeaseElection election;

        Watcher(String identity) {
            KubeSettings settings = new KubeSettings(
                    "ns",
                    "ns",
                    List.of(),
                    null,
                    true,
                    "lease",
                    identity,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(50));
            election = new LeaseElection(
                    new LeaseCandidate(lease, settings, System::nanoTime, InstantSource.system()), settings, this);
        }

        @Override
        public void onStarted() {
            started.countDown();
        }

        @Override
        public void onLost() {
            lost.countDown();
        }
    }
}
