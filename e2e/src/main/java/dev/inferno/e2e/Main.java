package dev.inferno.e2e;

import dev.inferno.e2e.emulator.EmulatorMain;
import dev.inferno.e2e.load.LoadMain;
import java.util.Arrays;
import java.util.stream.Stream;

/** The two programs in one image: {@code serve} is the emulator, open to the network of its pod; {@code load} sends traffic. */
public final class Main {

    private static final String USAGE = """
            Usage: emulator serve [FLAGS]   one emulated vLLM server on port 8000 of every address
                   emulator load [FLAGS]    open-loop load on an OpenAI API
            --help after either word lists its flags.
            """;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        String program = args.length == 0 ? "help" : args[0];
        Stream<String> flags = Arrays.stream(args).skip(1);
        switch (program) {
            // Probes and the Service reach a pod by its own address; a --host given after this one wins.
            case "serve" ->
                EmulatorMain.main(
                        Stream.concat(Stream.of("--host=0.0.0.0"), flags).toArray(String[]::new));
            case "load" -> LoadMain.main(flags.toArray(String[]::new));
            case "help", "--help", "-h" -> System.out.print(USAGE);
            default -> {
                System.err.println("emulator: program is '" + program + "', but must be one of: serve load");
                System.exit(2);
            }
        }
    }
}
