package dev.inferno.e2e.emulator;

import dev.inferno.e2e.Flags;
import dev.inferno.e2e.Flags.BadFlag;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** The emulator as a program: prints {@code ready http://127.0.0.1:PORT} and serves until SIGTERM. */
public final class EmulatorMain {

    private EmulatorMain() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            Flags flags = Flags.parse(EmulatorOptions.FLAGS, args);
            if (flags.isOn("help")) {
                System.out.print(
                        "Emulated vLLM, alone or for the pods of a cluster.\n" + Flags.usage(EmulatorOptions.FLAGS));
                return;
            }
            serve(Emulator.start(EmulatorOptions.of(flags)));
        } catch (BadFlag e) {
            System.err.println("emulator: " + e.getMessage());
            System.exit(2);
        } catch (UncheckedIOException e) {
            System.err.println("emulator: " + e.getMessage() + ": " + e.getCause());
            System.exit(1);
        }
    }

    private static void serve(Emulator emulator) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "close"));
        System.out.println("ready " + emulator.url());
        new CountDownLatch(1).await();
    }
}
