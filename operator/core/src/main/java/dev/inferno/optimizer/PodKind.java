package dev.inferno.optimizer;

/**
 * Replicas that are alike to whoever places them: same requests, same nodes.
 *
 * @param index position among all kinds
 * @param asks amount of each resource, in the order of {@link Rooms#resources}
 * @param devices of all sorts, per replica
 * @param nodes indices of the nodes that admit it and have room for one now, ascending
 */
record PodKind(int index, long[] asks, int devices, int[] nodes) {

    /** How many stand on a node with that much free. */
    long room(long[] free) {
        return room(asks, free);
    }

    static long room(long[] asks, long[] free) {
        long room = Long.MAX_VALUE;
        for (int r = 0; r < asks.length && room > 0; r++) {
            if (asks[r] > 0) {
                room = Math.min(room, Math.max(0, free[r]) / asks[r]);
            }
        }
        return room;
    }
}
