package dev.inferno.e2e.emulator;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One request inside a {@link ModelServer}. The times belong to the server's thread, the mailbox to whoever answers the
 * request.
 */
final class Generation {

    /** What the answering thread is told; a token only when it streams. */
    enum Signal {
        TOKEN,
        FINISHED,
        SERVER_GONE,
        CANCELLED
    }

    private final long id;
    private final CompletionRequest request;
    private final double arrivedMillis;
    private final BlockingQueue<Signal> mailbox = new LinkedBlockingQueue<>();
    private double startedMillis;
    private double firstTokenMillis;
    private double lastTokenMillis;

    Generation(long id, CompletionRequest request, double arrivedMillis) {
        this.id = id;
        this.request = request;
        this.arrivedMillis = arrivedMillis;
    }

    long id() {
        return id;
    }

    CompletionRequest request() {
        return request;
    }

    Signal await() throws InterruptedException {
        return mailbox.take();
    }

    void tell(Signal signal) {
        if (signal != Signal.TOKEN || request.stream()) {
            mailbox.add(signal);
        }
    }

    void started(double atMillis) {
        startedMillis = atMillis;
    }

    void firstToken(double atMillis) {
        firstTokenMillis = atMillis;
        lastTokenMillis = atMillis;
    }

    /** Notes a further token and returns the time since the one before. */
    double token(double atMillis) {
        double gap = atMillis - lastTokenMillis;
        lastTokenMillis = atMillis;
        return gap;
    }

    double queueMillis() {
        return startedMillis - arrivedMillis;
    }

    double prefillMillis() {
        return firstTokenMillis - startedMillis;
    }

    double ttftMillis() {
        return firstTokenMillis - arrivedMillis;
    }

    double decodeMillis() {
        return lastTokenMillis - firstTokenMillis;
    }

    double totalMillis() {
        return lastTokenMillis - arrivedMillis;
    }
}
