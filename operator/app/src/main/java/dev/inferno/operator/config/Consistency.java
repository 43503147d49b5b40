package dev.inferno.operator.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules between keys: each value alone is allowed, together they are not. */
final class Consistency {

    /** @param keys the keys to change */
    record Conflict(Set<Key<?>> keys, String message) {}

    private static final List<Key<Duration>> LEASE =
            List.of(Keys.RETRY_PERIOD, Keys.RENEW_DEADLINE, Keys.LEASE_DURATION);
    private static final List<Key<Duration>> AGES = List.of(Keys.FRESH, Keys.STALE, Keys.UNAVAILABLE);

    private Consistency() {}

    static List<Conflict> check(Values values) {
        List<Conflict> conflicts = new ArrayList<>();
        increasing(values, LEASE, true, conflicts);
        increasing(values, AGES, false, conflicts);
        boolean cert = values.find(Keys.PROMETHEUS_CLIENT_CERT_PATH) != null;
        boolean key = values.find(Keys.PROMETHEUS_CLIENT_KEY_PATH) != null;
        if (cert != key) {
            conflicts.add(new Conflict(
                    Set.of(Keys.PROMETHEUS_CLIENT_CERT_PATH, Keys.PROMETHEUS_CLIENT_KEY_PATH),
                    "PROMETHEUS_CLIENT_CERT_PATH and PROMETHEUS_CLIENT_KEY_PATH belong together; "
                            + (cert ? "the key" : "the certificate") + " is not set"));
        }
        return conflicts;
    }

    /** All keys of the rules the given keys are part of; put back together they are consistent. */
    static Set<Key<?>> related(Set<Key<?>> keys) {
        Set<Key<?>> related = new HashSet<>(keys);
        for (List<Key<Duration>> rule : List.of(LEASE, AGES)) {
            if (rule.stream().anyMatch(keys::contains)) {
                related.addAll(rule);
            }
        }
        return related;
    }

    private static void increasing(
            Values values, List<Key<Duration>> keys, boolean strictly, List<Conflict> conflicts) {
        for (int i = 1; i < keys.size(); i++) {
            Key<Duration> low = keys.get(i - 1);
            Key<Duration> high = keys.get(i);
            int order = values.get(low).compareTo(values.get(high));
            if (order > 0 || strictly && order == 0) {
                conflicts.add(new Conflict(
                        Set.of(low, high),
                        high.name() + " is " + GoDuration.format(values.get(high)) + "; it must be "
                                + (strictly ? "above " : "at least ") + low.name() + ", which is "
                                + GoDuration.format(values.get(low))));
            }
        }
    }
}
