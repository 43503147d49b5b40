package dev.inferno.operator.kube;

import io.kubernetes.client.openapi.ApiException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps at most one process at work.
 *
 * <p>An election is used once: after the loss of the Lease the process should exit and start anew. {@link #close} gives the
 * Lease up, so the caller stops its work, writes its memory, and closes the election last.
 */
public final class LeaseElection implements AutoCloseable {

    /** Called on the election's own thread, which renews the Lease: start work elsewhere and return. */
    public interface Listener {

        /** This process leads from now on. */
        void onStarted();

        /** It led and no longer does, without having been closed; nothing it writes from now on is sent. */
        void onLost();
    }

    private static final Logger LOG = LoggerFactory.getLogger(LeaseElection.class);

    private final LeaseCandidate candidate;
    private final KubeSettings settings;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("lease-election").unstarted(this::run);
    private final Listener listener;
    private volatile boolean closed;

    public LeaseElection(KubeConnection connection, KubeSettings settings, Listener listener) {
        this(
                new LeaseCandidate(
                        new KubeLeaseApi(connection.requests(), settings.namespace(), settings.leaseName()),
                        settings,
                        System::nanoTime,
                        InstantSource.system()),
                settings,
                listener);
    }

    LeaseElection(LeaseCandidate candidate, KubeSettings settings, Listener listener) {
        this.candidate = candidate;
        this.settings = settings;
        this.listener = listener;
    }

    public void start() {
        thread.start();
    }

    /** Whether this process leads, by its own clock. */
    public boolean isLeader() {
        return candidate.holds();
    }

    /** What every write must ask. */
    public Fence fence() {
        return candidate;
    }

    /** Who holds the Lease as far as this process knows; empty when nobody does. */
    public String holder() {
        return candidate.holder();
    }

    private void run() {
        while (!attempt()) {
            if (closed || !pause()) {
                return;
            }
        }
        LOG.info("Leading as {} with Lease {}/{}", settings.identity(), settings.namespace(), settings.leaseName());
        listener.onStarted();
        while (pause()) {
            attempt();
            if (closed) {
                return;
            }
            if (!candidate.holds()) {
                LOG.error("Lost Lease {}/{}", settings.namespace(), settings.leaseName());
                listener.onLost();
                return;
            }
        }
    }

    private boolean attempt() {
        try {
            return candidate.acquireOrRenew();
        } catch (ApiException e) {
            if (!closed) {
                LOG.warn(
                        "Lease {}/{} not reached: {}",
                        settings.namespace(),
                        settings.leaseName(),
                        ApiErrors.message(e));
            }
            return false;
        }
    }

    /** One retry period, a tenth more or less so that candidates do not collide for ever; false when closed meanwhile. */
    private boolean pause() {
        double jitter = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
        try {
            Thread.sleep(Duration.ofNanos((long) (settings.retryPeriod().toNanos() * jitter)));
            return !closed;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Stops taking part and gives the Lease up if it is ours. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        @Nullable Exception failure = null;
        try {
            thread.join(settings.requestTimeout());
            candidate.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        } catch (ApiException e) {
            failure = e;
        }
        if (failure != null) {
            LOG.warn(
                    "Lease {}/{} not released, it runs out by itself: {}",
                    settings.namespace(),
                    settings.leaseName(),
                    failure.getMessage());
        }
    }
}
