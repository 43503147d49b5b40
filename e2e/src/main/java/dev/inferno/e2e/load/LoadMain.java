package dev.inferno.e2e.load;

import dev.inferno.e2e.Flags;
import dev.inferno.e2e.Flags.BadFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** The load generator as a program: prints its settings, runs, prints the summary; on Ctrl-C the summary so far. */
public final class LoadMain {

    private final LoadOptions options;
    private final LoadRun run;
    private final AtomicBoolean told = new AtomicBoolean();

    private LoadMain(LoadOptions options) {
        this.options = options;
        this.run = new LoadRun(options);
    }

    public static void main(String[] args) {
        try {
            Flags flags = Flags.parse(LoadOptions.FLAGS, args);
            if (flags.isOn("help")) {
                System.out.print("Open-loop load on an OpenAI API.\n" + Flags.usage(LoadOptions.FLAGS));
                return;
            }
            LoadMain main = new LoadMain(LoadOptions.of(flags));
            // Ctrl-C must not wait for answers: the hook tells what is known and the JVM goes on ending.
            Runtime.getRuntime().addShutdownHook(new Thread(main::tellOnce, "summary"));
            main.log(main.options.describe());
            main.run.run();
            main.tellOnce();
        } catch (BadFlag e) {
            System.err.println("loadgen: " + e.getMessage());
            System.exit(2);
        }
    }

    private void tellOnce() {
        if (!told.compareAndSet(false, true)) {
            return;
        }
        run.stop();
        Summary summary = run.summary();
        log(summary.table());
        String json = options.json();
        if ("-".equals(json)) {
            System.out.println(summary.json());
        } else if (json != null) {
            write(Path.of(json), summary.json());
        }
    }

    private static void write(Path file, String json) {
        try {
            Files.writeString(file, json + "\n");
        } catch (IOException e) {
            System.err.println("loadgen: cannot write --json " + file + ": " + e);
        }
    }

    /** Text for people; out of the way of JSON when that goes to standard output. */
    private void log(String text) {
        ("-".equals(options.json()) ? System.err : System.out).print(text);
    }
}
