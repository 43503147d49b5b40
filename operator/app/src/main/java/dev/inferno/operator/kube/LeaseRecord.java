package dev.inferno.operator.kube;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Lease, as far as an election reads it.
 *
 * @param holder empty = released
 * @param resourceVersion null for a Lease that is still to be created
 */
record LeaseRecord(
        String holder,
        int durationSeconds,
        @Nullable Instant acquiredAt,
        @Nullable Instant renewedAt,
        int transitions,
        @Nullable String resourceVersion) {}
