package dev.inferno.analysis;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.snapshot.AcceleratorProfile;
import dev.inferno.topology.PodShape;
import org.jspecify.annotations.Nullable;

/** One profile row held against table, Deployment and policy, before any latency is computed. */
sealed interface Candidate {

    /**
     * May be used.
     *
     * @param product what replicas are steered to; null = wherever the pod's own rules allow
     * @param pod the Deployment's pod, with the devices of a replica and the affinity it is steered by
     * @param note what the user should know of the choice; null = nothing
     */
    record Allowed(
            AcceleratorProfile profile,
            @Nullable String product,
            int devices,
            PodShape pod,
            double costPerReplicaHour,
            @Nullable String note)
            implements Candidate {

        /** The same, timed by another law than the profile's. */
        Allowed by(LatencyLaw law) {
            return new Allowed(profile.by(law), product, devices, pod, costPerReplicaHour, note);
        }
    }

    /** Left out. */
    record Refused(RejectedOption why) implements Candidate {}
}
