package dev.inferno.topology.placement;

/** Finds nodes for the replicas of one request and reserves their room. */
public interface Placer {

    /**
     * Places as many of the replicas as fit; the ledger holds the reservations of what is placed, also of a partial
     * placement. Open a {@link CapacityLedger#trial()} first to be able to take them back.
     */
    PlacementResult place(PlacementRequest request, CapacityLedger ledger);

    /** Running replicas stay; new ones go where the fewest devices remain free, so that whole islands stay open. */
    static Placer bestFit() {
        return new BestFitPlacer();
    }
}
