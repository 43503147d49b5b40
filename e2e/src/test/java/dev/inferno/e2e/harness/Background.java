package dev.inferno.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that runs beside the test and writes a log file; ended when closed. */
public final class Background implements AutoCloseable {

    private final String name;
    private final Process process;
    private final Path log;

    private Background(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    public static Background start(String name, Path log, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Checkout.ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.getParent());
            return new Background(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean running() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public int exitCode() {
        return process.exitValue();
    }

    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first group of the pattern, once the log shows it. */
    public String awaitLog(Pattern pattern, Duration longest) {
        Await.until(
                name + " prints " + pattern,
                longest,
                () -> !running() || find(pattern).isPresent(),
                this::log);
        return find(pattern)
                .orElseThrow(() -> new AssertionError(name + " ended without printing " + pattern + "\n" + log()));
    }

    private Optional<String> find(Pattern pattern) {
        Matcher matcher = pattern.matcher(log());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Ends it as kubelet would: TERM, then KILL. */
    @Override
    public void close() {
        end(false);
    }

    /** Ends it as a crash would. */
    public void kill() {
        end(true);
    }

    private void end(boolean forcibly) {
        if (forcibly) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " did not end within 20 s of TERM\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
