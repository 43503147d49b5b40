package dev.inferno.e2e.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The pods of a namespace as one {@code kubectl get --watch} tells them: to list hundreds of pods at every look is too much. */
public final class PodWatch implements AutoCloseable {

    private static final String LINE = "{.type}|{.object.metadata.name}|{.object.metadata.labels.app}"
            + "|{.object.metadata.labels.model}|{.object.spec.nodeName}"
            + "|{.object.status.conditions[?(@.type==\"Ready\")].status}|{.object.metadata.deletionTimestamp}{\"\\n\"}";

    /**
     * One pod.
     *
     * @param app its label {@code app}: the Deployment
     * @param model its label {@code model}
     * @param node empty while it is not bound
     */
    public record Seen(String name, String app, String model, String node, boolean ready) {}

    private final Map<String, Seen> pods = new ConcurrentHashMap<>();
    private final Kubectl kubectl;
    private final String namespace;
    private volatile Process watch;
    private volatile boolean closed;

    PodWatch(Kubectl kubectl, String namespace) {
        this.kubectl = kubectl;
        this.namespace = namespace;
        this.watch = start();
        Thread.ofVirtual().name("watch-pods").start(this::follow);
    }

    /** Not in chunks: of those a watch prints only the first, 500 pods. */
    private Process start() {
        return kubectl.start(
                "get",
                "pods",
                "-n",
                namespace,
                "--watch",
                "--output-watch-events",
                "--chunk-size=0",
                "-o",
                "jsonpath=" + LINE);
    }

    /** Those that are not being deleted. */
    public List<Seen> pods() {
        return List.copyOf(pods.values());
    }

    /** An API server ends a watch that is too slow for a burst of changes; the next one begins with all that is there. */
    private void follow() {
        while (!closed) {
            try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(this::read);
            } catch (IOException | UncheckedIOException e) {
                watch.destroy();
            }
            pods.clear();
            watch = start();
        }
        watch.destroy();
    }

    private void read(String line) {
        String[] words = line.split("\\|", -1);
        if (words[0].equals("DELETED") || !words[6].isEmpty()) {
            pods.remove(words[1]);
        } else {
            pods.put(words[1], new Seen(words[1], words[2], words[3], words[4], words[5].equals("True")));
        }
    }

    @Override
    public void close() {
        closed = true;
        watch.destroy();
    }
}
