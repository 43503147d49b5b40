package dev.inferno.e2e.harness;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** kubectl as a user has it. */
public final class Kubectl {

    private final String program;
    private final Map<String, String> environment;

    Kubectl(String program, String kubeconfig) {
        this.program = program;
        this.environment = Map.of("KUBECONFIG", kubeconfig);
    }

    /** Standard output; fails the test when kubectl fails. */
    public String run(String... args) {
        List<String> command = command(args);
        return Shell.run(Checkout.ROOT, environment, "", command).orFail(command);
    }

    public Shell.Result tryRun(String... args) {
        return Shell.run(Checkout.ROOT, environment, "", command(args));
    }

    /** A command that goes on until it is ended, such as a watch. */
    Process start(String... args) {
        ProcessBuilder builder = new ProcessBuilder(command(args)).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String apply(String manifest) {
        List<String> command = command("apply", "-f", "-");
        return Shell.run(Checkout.ROOT, environment, manifest, command).orFail(command);
    }

    /** New objects; quicker than {@link #apply}, which reads each of them first. */
    public void create(String manifest) {
        List<String> command = command("create", "-f", "-");
        Shell.run(Checkout.ROOT, environment, manifest, command).orFail(command);
    }

    public Shell.Result tryApply(String manifest) {
        return Shell.run(Checkout.ROOT, environment, manifest, command("apply", "-f", "-"));
    }

    /** An object as JSON, empty when it does not exist. */
    public Optional<JsonObject> get(String kind, String namespace, String name) {
        Shell.Result result = tryRun("get", kind, name, "-n", namespace, "-o", "json", "--ignore-not-found");
        if (result.exitCode() != 0) {
            throw new AssertionError("kubectl get " + kind + " " + name + ": " + result.err());
        }
        return result.out().isBlank()
                ? Optional.empty()
                : Optional.of(JsonParser.parseString(result.out()).getAsJsonObject());
    }

    private List<String> command(String... args) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(Arrays.asList(args));
        return command;
    }
}
