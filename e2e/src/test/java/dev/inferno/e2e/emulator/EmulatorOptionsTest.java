package dev.inferno.e2e.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.Flags;
import dev.inferno.e2e.Flags.BadFlag;
import dev.inferno.serving.LatencyLaw.Iteration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulatorOptionsTest {

    @Test
    void defaultsAreThoseOfTheOriginalsExample() {
        ServerProfile profile =
                new ServerProfile(new Iteration(20.58, 0.41, 0, 0), 4, null, 8192, 262_144, 16_384, 128, 0);

        assertEquals(new EmulatorOptions("default", profile, "127.0.0.1", 8000, null, null), options());
    }

    @Test
    void everyFlagIsMapped() {
        EmulatorOptions options = options(
                "--model",
                "m",
                "--law=base=1,kvToken=2",
                "--max-num-seqs",
                "8",
                "--max-queue",
                "9",
                "--max-num-batched-tokens",
                "10",
                "--max-model-len",
                "11",
                "--kv-tokens",
                "16",
                "--default-max-tokens",
                "12",
                "--prefix-cache-hit-percent",
                "40",
                "--port",
                "0",
                "--kubeconfig",
                "k",
                "--target-file",
                "t");

        ServerProfile profile = new ServerProfile(new Iteration(1, 0, 0, 2), 8, 9, 10, 16, 11, 12, 40);
        assertEquals(new EmulatorOptions("m", profile, "127.0.0.1", 0, "k", "t"), options);
    }

    @ParameterizedTest
    @CsvSource({
        "--law,speed=3,--law speed=3",
        "--law,base=-1,--law base=-1",
        "--max-num-seqs,0,--max-num-seqs 0",
        "--port,70000,--port 70000",
        "--port,1.5,--port 1.5",
        "--port,x,--port x",
        "--prefix-cache-hit-percent,101,--prefix-cache-hit-percent 101",
        "--colour,red,--colour"
    })
    void badFlagIsNamedWithValueAndAllowedForm(String flag, String value, String said) {
        String message = String.valueOf(
                assertThrows(BadFlag.class, () -> options(flag, value)).getMessage());

        assertTrue(message.startsWith(said), message);
        assertTrue(message.contains("give ") || message.contains("known are"), message);
    }

    @Test
    void targetFileIsAFileSdDocument(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("targets.json");

        try (Emulator emulator = Emulator.start("--port", "0", "--target-file", file.toString())) {
            assertEquals(
                    "[{\"targets\": [\"127.0.0.1:%d\"], \"labels\": {\"job\": \"vllm\"}}]\n".formatted(emulator.port()),
                    Files.readString(file));
        }
    }

    private static EmulatorOptions options(String... args) {
        return EmulatorOptions.of(Flags.parse(EmulatorOptions.FLAGS, args));
    }
}
