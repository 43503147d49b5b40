package dev.inferno.operator.observe;

import dev.inferno.cycle.CallerCheck;
import dev.inferno.operator.tls.Identity;
import dev.inferno.operator.tls.IdentityFiles;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HTTPS and who may read: metrics and decisions tell names, loads and costs of every tenant.
 *
 * @param files certificate and key, followed when they change; null = {@code identity} for good
 */
public record Security(Identity identity, @Nullable IdentityFiles files, CallerCheck callers) implements AutoCloseable {

    private static final Duration FILE_CHECK = Duration.ofSeconds(10);

    /** @throws IOException when the files hold no certificate with its key; the message names them */
    public static Security ofFiles(Path certificate, Path key, CallerCheck callers) throws IOException {
        IdentityFiles files = IdentityFiles.of(certificate, key, FILE_CHECK);
        return new Security(files.first(), files, callers);
    }

    /** With a certificate nobody can verify, made now. */
    public static Security selfSigned(CallerCheck callers) {
        return new Security(Identity.selfSigned(List.of("localhost", hostname()), Instant.now()), null, callers);
    }

    Tls tls() {
        return tls(identity);
    }

    /** Has the server show what the files hold from now on. */
    void follow(WebServer server) {
        if (files != null) {
            files.watch(next -> server.reloadTls(tls(next)));
        }
    }

    AccessFilter filter() {
        return new AccessFilter(new RememberedChecks(callers, System::nanoTime));
    }

    /** Trust is of no use here, clients show no certificate, but the web server cannot change a key without it. */
    private static Tls tls(Identity identity) {
        return Tls.builder()
                .privateKey(identity.key())
                .privateKeyCertChain(identity.chain())
                .trust(identity.chain())
                .build();
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "inferno-autoscaler";
        }
    }

    @Override
    public void close() {
        if (files != null) {
            files.close();
        }
    }
}
