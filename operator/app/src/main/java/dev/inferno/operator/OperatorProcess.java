package dev.inferno.operator;

import dev.inferno.operator.kube.ClusterView;
import dev.inferno.operator.kube.ConfigMapMemoryStore;
import dev.inferno.operator.kube.GateKeeper;
import dev.inferno.operator.kube.LeaseElection;
import dev.inferno.operator.loop.DecisionLoop;
import dev.inferno.operator.observe.HealthState;
import dev.inferno.operator.observe.MetricsSink;
import dev.inferno.operator.observe.ObserveServer;
import dev.inferno.operator.prometheus.PrometheusGate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One run of the operator: warms its caches, waits for the Lease, decides until it is told to stop.
 *
 * <p>Order of the end: no new cycle, the running one ends, memory is written, the Lease is given up; so no two replicas ever
 * act at once. A lost Lease ends the process at once: its successor may act already.
 */
final class OperatorProcess implements LeaseElection.Listener {

    private static final Logger LOG = Logger.getLogger(OperatorProcess.class.getName());
    private static final Duration LONGEST_END = Duration.ofSeconds(15);
    private static final Duration SYNC_POLL = Duration.ofMillis(50);

    private final Parts parts;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** @param election null when this is the only replica by configuration */
    record Parts(
            ClusterView view,
            @Nullable LeaseElection election,
            DecisionLoop loop,
            GateKeeper gates,
            ConfigMapMemoryStore memory,
            ObserveServer server,
            HealthState health,
            MetricsSink metrics,
            PrometheusGate prometheus,
            AutoCloseable connections) {}

    OperatorProcess(Parts parts) {
        this.parts = parts;
    }

    /** @return the exit code; 0 after an orderly stop */
    int run() {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(this::stop));
        LOG.info(() -> "listening on " + parts.server().url());
        parts.view().onChange(parts.loop()::trigger);
        parts.view().start();
        Thread.ofVirtual().name("prometheus-gate").start(this::awaitPrometheus);
        awaitCaches();
        LeaseElection election = parts.election();
        if (election == null) {
            onStarted();
        } else {
            election.start();
        }
        parts.gates().start();
        parts.loop().run();
        ended.countDown();
        return 0;
    }

    private void awaitPrometheus() {
        try {
            parts.prometheus().await();
            parts.loop().trigger("Prometheus answers");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before the caches hold a full list, everything would look missing. */
    private void awaitCaches() {
        long last = System.nanoTime();
        while (!parts.view().synced()) {
            if (System.nanoTime() - last > TimeUnit.SECONDS.toNanos(10)) {
                last = System.nanoTime();
                LOG.warning(
                        () -> "waiting for the first list of " + parts.view().unsynced());
            }
            LockSupport.parkNanos(SYNC_POLL.toNanos());
        }
        parts.health().cachesSynced(true);
    }

    @Override
    public void onStarted() {
        parts.loop().trigger("leader");
    }

    @Override
    public void onLost() {
        LOG.severe("the Lease is lost: this process ends so that its successor acts alone");
        Runtime.getRuntime().halt(1);
    }

    private void stop() {
        try (AutoCloseable connections = parts.connections();
                ObserveServer server = parts.server();
                ClusterView view = parts.view();
                LeaseElection election = parts.election()) {
            parts.gates().close();
            parts.loop().stop();
            if (!ended.await(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warning("the running cycle did not end in time; the Lease runs out by itself");
                Runtime.getRuntime().halt(1);
            }
            parts.memory().release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "not everything could be closed", e);
        }
    }
}
