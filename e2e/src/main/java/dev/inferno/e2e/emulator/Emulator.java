package dev.inferno.e2e.emulator;

import dev.inferno.e2e.Flags;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** A running emulator. Thread-safety: safe; {@link #close} may be called more than once. */
public final class Emulator implements AutoCloseable {

    private final Fleet fleet;
    private final @Nullable FleetFollower follower;
    private final WebServer web;

    private Emulator(Fleet fleet, @Nullable FleetFollower follower, String host, int port) {
        this.fleet = fleet;
        this.follower = follower;
        ConnectionWatch watch = new ConnectionWatch();
        Gateway gateway = new Gateway();
        this.web = WebServer.builder()
                .host(host)
                .port(port)
                .shutdownHook(false)
                .addConnectionSelector(watch)
                .routing(routing ->
                        routing.register(new OpenAiService(fleet, gateway, watch), new ControlService(fleet, gateway)))
                .build()
                .start();
    }

    /** Starts with the flags of {@link EmulatorMain}; returns when it serves. */
    public static Emulator start(String... args) {
        return start(EmulatorOptions.of(Flags.parse(EmulatorOptions.FLAGS, args)));
    }

    static Emulator start(EmulatorOptions options) {
        String kubeconfig = options.kubeconfig();
        Emulator emulator = kubeconfig == null
                ? new Emulator(Fleet.ofOne(options.model(), options.profile()), null, options.host(), options.port())
                : following(KubePods.connect(kubeconfig, options.profile()), options.host(), options.port());
        String targetFile = options.targetFile();
        if (targetFile != null) {
            writeTargets(Path.of(targetFile), emulator.port());
        }
        return emulator;
    }

    /** A fleet of the pods that {@code pods} names. */
    static Emulator following(PodSource pods, String host, int port) {
        Fleet fleet = Fleet.ofPods();
        return new Emulator(fleet, new FleetFollower(pods, fleet), host, port);
    }

    public int port() {
        return web.port();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
        fleet.close();
        web.stop();
    }

    private static void writeTargets(Path file, int port) {
        String json = "[{\"targets\": [\"127.0.0.1:" + port + "\"], \"labels\": {\"job\": \"vllm\"}}]\n";
        Path whole = file.toAbsolutePath();
        Path draft = whole.resolveSibling(whole.getFileName() + ".tmp");
        try {
            Files.writeString(draft, json);
            Files.move(draft, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write --target-file " + file, e);
        }
    }
}
