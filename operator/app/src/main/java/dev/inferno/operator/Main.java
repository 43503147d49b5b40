package dev.inferno.operator;

import dev.inferno.cycle.LostConnection;
import dev.inferno.operator.cli.CommandLine;
import dev.inferno.operator.cli.ExitCode;
import dev.inferno.operator.cli.UsageError;
import dev.inferno.operator.config.BadConfig;
import dev.inferno.operator.config.Catalogues;
import dev.inferno.optimizer.EngineMissing;
import java.util.Arrays;
import java.util.List;

/** The program {@code inferno}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        String command = args.length == 0 ? "help" : args[0];
        List<String> rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        try {
            return switch (command) {
                case "run" -> Wiring.operator(rest, System.getenv()).run();
                case "release" -> Wiring.release(rest, System.getenv(), System.out);
                default ->
                    new CommandLine(
                                    Wiring.brain(),
                                    new WiredCluster(System.getenv()),
                                    Catalogues::read,
                                    System.getenv(),
                                    System.in,
                                    System.out,
                                    System.err)
                            .run(command, rest);
            };
        } catch (BadConfig | UsageError | EngineMissing e) {
            System.err.println("inferno: " + e.getMessage());
            return ExitCode.BAD_INPUT;
        } catch (LostConnection e) {
            System.err.println("inferno: " + e.getMessage());
            return ExitCode.UNREACHABLE;
        }
    }
}
