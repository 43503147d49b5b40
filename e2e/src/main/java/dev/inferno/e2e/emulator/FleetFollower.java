package dev.inferno.e2e.emulator;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Brings the fleet in line with the Ready pods ten times a second. A failing source leaves the fleet as it is. */
final class FleetFollower implements AutoCloseable {

    private static final long PERIOD_MILLIS = 100;

    private final PodSource pods;
    private final Fleet fleet;
    private final CountDownLatch stop = new CountDownLatch(1);

    FleetFollower(PodSource pods, Fleet fleet) {
        this.pods = pods;
        this.fleet = fleet;
        fleet.follow(pods.readyPods());
        Thread.ofVirtual().name("fleet-follower").start(this::run);
    }

    @Override
    public void close() {
        stop.countDown();
        pods.close();
    }

    private void run() {
        try {
            while (!stop.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                follow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try {
            fleet.follow(pods.readyPods());
        } catch (RuntimeException e) {
            System.err.println("emulator: pods not read, the fleet stays as it is: " + e);
        }
    }
}
