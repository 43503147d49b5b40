package dev.inferno.operator.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Logger;

/**
 * An identity kept in two files that others replace, such as a mounted Secret.
 *
 * <p>Method: both are read again every few seconds and their content compared, since times of change do not show a Secret
 * that was remounted. What cannot be used is told once and the former identity stays. Thread-safety: the listener is called
 * from one thread of its own.
 */
public final class IdentityFiles implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(IdentityFiles.class.getName());

    private final Path certificates;
    private final Path key;
    private final Duration every;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("certificate-files").factory());
    private final Identity first;
    private Content seen;

    private record Content(PemFile certificates, PemFile key) {}

    private IdentityFiles(Path certificates, Path key, Duration every) throws IOException {
        this.certificates = certificates;
        this.key = key;
        this.every = every;
        this.seen = read();
        this.first = Identity.of(seen.certificates(), seen.key());
    }

    /**
     * Reads them once.
     *
     * @param every time between two looks at them
     * @throws IOException when the files hold no identity now
     */
    public static IdentityFiles of(Path certificates, Path key, Duration every) throws IOException {
        return new IdentityFiles(certificates, key, every);
    }

    /** What the files held when this was made. */
    public Identity first() {
        return first;
    }

    /** @param changed is told each further identity */
    public void watch(Consumer<Identity> changed) {
        var unused = thread.scheduleWithFixedDelay(
                () -> look(changed), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(Consumer<Identity> changed) {
        try {
            Content now = read();
            if (!now.equals(seen)) {
                seen = now;
                changed.accept(Identity.of(now.certificates(), now.key()));
                LOG.info(() -> "certificate " + certificates + " has changed and is used from now on");
            }
        } catch (IOException | RuntimeException e) {
            LOG.warning(() -> "the former certificate stays in use: " + e);
        }
    }

    private Content read() throws IOException {
        return new Content(PemFile.read(certificates), PemFile.read(key));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
