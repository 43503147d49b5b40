package dev.inferno.queueing;

/**
 * Time a request spends in service with n running: {@code fixedMillis + perRunningMillis n}. All laws come down to this
 * form for a given token mix.
 */
record ServiceTime(double fixedMillis, double perRunningMillis) {

    double millis(double running) {
        return fixedMillis + perRunningMillis * running;
    }
}
