package dev.inferno.operator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.Analyzer;
import dev.inferno.cycle.Brain;
import dev.inferno.cycle.CallerCheck.Verdict;
import dev.inferno.decision.Guardrails;
import dev.inferno.operator.config.Catalogues;
import dev.inferno.operator.observe.BindAddress;
import dev.inferno.operator.observe.DecisionLog;
import dev.inferno.operator.observe.HealthState;
import dev.inferno.operator.observe.ObserveServer;
import dev.inferno.operator.observe.Security;
import dev.inferno.operator.tls.TestIdentity;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code inferno explain} against an operator that serves HTTPS and lets only one token in. */
@ResourceLock("metrics")
class SecureOperatorTest {

    @TempDir
    private Path folder;

    private ObserveServer server;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws IOException {
        TestIdentity.write(TestIdentity.named("localhost"), folder);
        Files.writeString(folder.resolve("token"), "good\n");
        DecisionLog log = new DecisionLog();
        log.add(new DecisionLog.Entry(
                "d1", Instant.EPOCH, "timer", null, "{}", new TreeMap<>(Map.of("team-a/a", "because\n"))));
        server = ObserveServer.start(
                new BindAddress("127.0.0.1", 0),
                null,
                true,
                log,
                new HealthState(Clock.systemUTC(), () -> Duration.ofSeconds(60)),
                Security.ofFiles(
                        folder.resolve("tls.crt"),
                        folder.resolve("tls.key"),
                        (token, path) -> token.equals("good") ? new Verdict.Allowed() : new Verdict.Unknown("no")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int explain(Map<String, String> environment, String... flags) {
        var args = new ArrayList<>(List.of("a", "-n", "team-a", "--operator"));
        args.add(server.url().replace("127.0.0.1", "localhost"));
        args.addAll(List.of(flags));
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var brain = new Brain(Analyzer.create(), Optimizer.fast(StopSignal.NEVER), Guardrails.standard());
        var commands = new CommandLine(
                brain,
                cluster -> {
                    throw new Unreachable("no cluster in this test");
                },
                Catalogues::read,
                environment,
                InputStream.nullInputStream(),
                print,
                print);
        return commands.run("explain", args);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tokenFileAndAuthorityOpenIt() {
        int code = explain(
                Map.of(),
                "--operator-token-file",
                folder.resolve("token").toString(),
                "--operator-ca",
                folder.resolve("tls.crt").toString());

        assertEquals("because\n", said());
        assertEquals(ExitCode.DONE, code);
    }

    @Test
    void tokenOfTheEnvironmentAndInsecureOpenIt() {
        assertEquals(ExitCode.DONE, explain(Map.of("INFERNO_OPERATOR_TOKEN", "good"), "--insecure"));
        assertEquals("because\n", said());
    }

    @Test
    void withoutATokenItSaysHowToGiveOne() {
        assertEquals(ExitCode.UNREACHABLE, explain(Map.of(), "--insecure"));
        assertTrue(said().contains("answers 401") && said().contains("--operator-token-file"), said());
    }

    @Test
    void aCertificateNobodyVouchesForIsRefusedWithTheWayOut() {
        assertEquals(ExitCode.UNREACHABLE, explain(Map.of("INFERNO_OPERATOR_TOKEN", "good")));
        assertTrue(said().contains("--operator-ca FILE, or --insecure"), said());
    }
}
