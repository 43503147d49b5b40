package dev.inferno.e2e.emulator;

import java.util.Set;

/** Where the fleet learns which pods are Ready now. Cheap to ask: the answer is already here. */
interface PodSource extends AutoCloseable {

    Set<EmulatedPod> readyPods();

    @Override
    void close();
}
