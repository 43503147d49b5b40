package dev.inferno.operator.prometheus;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.logging.Logger;

/**
 * Waits at start-up until Prometheus answers once: tries again after 5 s, doubling to 60 s, for ever. Later outages are
 * not its business; they show in each reading.
 */
public final class PrometheusGate {

    private static final Logger LOG = Logger.getLogger(PrometheusGate.class.getName());
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final PrometheusClient client;
    private final Consumer<State> listener;
    private final Sleeper sleeper;
    private volatile State state = new State(false, 0, "Prometheus was not asked yet");

    /** @param listener is told every state, such as health details and a metric */
    public PrometheusGate(PrometheusClient client, Consumer<State> listener) {
        this(client, listener, Thread::sleep);
    }

    PrometheusGate(PrometheusClient client, Consumer<State> listener, Sleeper sleeper) {
        this.client = client;
        this.listener = listener;
        this.sleeper = sleeper;
    }

    /**
     * How far the wait has come.
     *
     * @param open Prometheus answered
     * @param failures attempts without an answer
     */
    public record State(boolean open, int failures, String message) {}

    /** Injected sleep. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    public State state() {
        return state;
    }

    /** Returns when Prometheus answered. */
    public void await() throws InterruptedException {
        Duration wait = FIRST_WAIT;
        while (!attempt(wait)) {
            sleeper.sleep(wait);
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        }
    }

    private boolean attempt(Duration nextWait) {
        try {
            client.time(client.endpoint().timeout());
            become(new State(true, state.failures(), "Prometheus answers at " + client.endpoint()));
            LOG.info(state.message());
        } catch (PrometheusException e) {
            become(new State(
                    false,
                    state.failures() + 1,
                    e.getMessage() + "; trying again in " + nextWait.toSeconds() + " s, set PROMETHEUS_BASE_URL if the"
                            + " address is wrong"));
            LOG.warning(state.message());
        }
        return state.open();
    }

    private void become(State next) {
        state = next;
        listener.accept(next);
    }
}
