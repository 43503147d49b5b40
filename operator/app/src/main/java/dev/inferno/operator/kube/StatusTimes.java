package dev.inferno.operator.kube;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as Kubernetes writes them: RFC 3339, whole seconds. */
final class StatusTimes {

    private StatusTimes() {}

    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
