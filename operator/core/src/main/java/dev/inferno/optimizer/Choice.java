package dev.inferno.optimizer;

/** How many replicas of which of its options one variant gets; without replicas the option is only a default. */
record Choice(int option, int replicas) {

    static final Choice NONE = new Choice(0, 0);

    /** One replica fewer, of one or more. */
    Choice less() {
        return replicas == 1 ? NONE : new Choice(option, replicas - 1);
    }
}
