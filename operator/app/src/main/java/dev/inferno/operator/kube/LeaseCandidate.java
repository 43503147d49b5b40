package dev.inferno.operator.kube;

import io.kubernetes.client.openapi.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an election, without threads.
 *
 * <p>Method: that of client-go. Clocks of machines are never compared: a candidate measures with its own monotonic clock how
 * long a Lease has not changed, and takes it over when that exceeds the holder's lease duration. Beyond client-go, a holder
 * counts its renewal from before the request was sent and stops writing one renew deadline later, so that every write,
 * which may take at most lease duration - renew deadline, ends before anybody else can hold the Lease. Thread-safety: one
 * thread attempts; any thread may ask.
 */
final class LeaseCandidate implements Fence {

    private final LeaseApi api;
    private final String identity;
    private final Duration leaseDuration;
    private final Duration renewDeadline;
    private final LongSupplier nanos;
    private final InstantSource clock;

    private volatile @Nullable LeaseRecord observed;
    private long observedNanos;
    private volatile boolean holding;
    private volatile long renewedNanos;

    LeaseCandidate(LeaseApi api, KubeSettings settings, LongSupplier nanos, InstantSource clock) {
        this.api = api;
        this.identity = settings.identity();
        this.leaseDuration = settings.leaseDuration();
        this.renewDeadline = settings.renewDeadline();
        this.nanos = nanos;
        this.clock = clock;
    }

    /** Whether a write may begin now. */
    boolean holds() {
        return holding && nanos.getAsLong() - renewedNanos < renewDeadline.toNanos();
    }

    /** Who holds the Lease as last read; empty when nobody does. */
    String holder() {
        LeaseRecord last = observed;
        return last == null ? "" : last.holder();
    }

    @Override
    public void check() throws NotLeader {
        if (!holding) {
            throw new NotLeader("this replica (" + identity + ") does not lead");
        }
        long age = nanos.getAsLong() - renewedNanos;
        if (age >= renewDeadline.toNanos()) {
            throw new NotLeader("this replica's lease was last renewed "
                    + Duration.ofNanos(age).toMillis() + " ms ago, the limit for writing is " + renewDeadline.toMillis()
                    + " ms");
        }
    }

    /** Acquires the Lease when it may, renews it when it is ours; true when it is ours afterwards. */
    boolean acquireOrRenew() throws ApiException {
        long started = nanos.getAsLong();
        LeaseRecord now = api.read();
        if (now == null) {
            note(api.create(mine(clock.instant(), 0, null)));
            return took(started);
        }
        note(now);
        if (!now.holder().equals(identity) && !now.holder().isEmpty() && !expired(now)) {
            holding = false;
            return false;
        }
        boolean ours = now.holder().equals(identity);
        Instant acquired = ours && now.acquiredAt() != null ? now.acquiredAt() : clock.instant();
        try {
            note(api.update(mine(acquired, now.transitions() + (ours ? 0 : 1), now.resourceVersion())));
        } catch (ApiException e) {
            if (ApiErrors.isConflict(e)) {
                return false;
            }
            throw e;
        }
        return took(started);
    }

    private boolean took(long started) {
        renewedNanos = started;
        holding = true;
        return true;
    }

    private LeaseRecord mine(Instant acquired, int transitions, @Nullable String version) {
        return new LeaseRecord(
                identity, (int) leaseDuration.toSeconds(), acquired, clock.instant(), transitions, version);
    }

    private void note(LeaseRecord record) {
        if (!record.equals(observed)) {
            observed = record;
            observedNanos = nanos.getAsLong();
        }
    }

    private boolean expired(LeaseRecord lease) {
        Duration duration = Duration.ofSeconds(Math.max(lease.durationSeconds(), 1));
        return nanos.getAsLong() - observedNanos >= duration.toNanos();
    }

    /** Gives the Lease up, so that the next candidate need not wait. Only after all work has stopped. */
    void release() throws ApiException {
        LeaseRecord last = observed;
        boolean mayWrite = holds();
        holding = false;
        if (mayWrite && last != null) {
            api.update(new LeaseRecord(
                    "", 1, last.acquiredAt(), clock.instant(), last.transitions(), last.resourceVersion()));
        }
    }
}
