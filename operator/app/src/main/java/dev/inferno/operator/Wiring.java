package dev.inferno.operator;

import dev.inferno.analysis.Analyzer;
import dev.inferno.cycle.Brain;
import dev.inferno.cycle.LostConnection;
import dev.inferno.decision.Guardrails;
import dev.inferno.documents.RecordJson;
import dev.inferno.operator.cli.ExitCode;
import dev.inferno.operator.cli.Unreachable;
import dev.inferno.operator.config.ConfigSources;
import dev.inferno.operator.config.LiveSettingsReader;
import dev.inferno.operator.config.OperatorConfig;
import dev.inferno.operator.kube.ApiRequestListener;
import dev.inferno.operator.kube.ClusterView;
import dev.inferno.operator.kube.ConfigMapMemoryStore;
import dev.inferno.operator.kube.ConfigMapReader;
import dev.inferno.operator.kube.Fence;
import dev.inferno.operator.kube.InventoryReader;
import dev.inferno.operator.kube.KubeConnection;
import dev.inferno.operator.kube.KubeSettings;
import dev.inferno.operator.kube.MemoryCodec;
import dev.inferno.operator.kube.Release;
import dev.inferno.operator.observe.JsonLog;
import dev.inferno.operator.prometheus.LoadReader;
import dev.inferno.operator.prometheus.PrometheusClient;
import dev.inferno.optimizer.EngineMissing;
import dev.inferno.optimizer.ExactEngine;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Engine;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.Memory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The only place that says {@code new} for services. */
final class Wiring {

    private static final Logger LOG = Logger.getLogger(Wiring.class.getName());
    private static final String DRY_RUN = "--dry-run";
    private static final Duration LONGEST_LIST = Duration.ofSeconds(30);

    private Wiring() {}

    /** The pure part: the same for the operator, a replay and the command line. */
    static Brain brain() {
        return new Brain(Analyzer.create(), Optimizer.with(Wiring::due, engines()), Guardrails.standard());
    }

    private static List<ExactEngine> engines() {
        return ServiceLoader.load(ExactEngine.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static BooleanSupplier due(long millis) {
        long begun = System.nanoTime();
        return () -> System.nanoTime() - begun >= TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** The operator, ready to run. */
    static OperatorProcess operator(List<String> flags, Map<String, String> environment) {
        ConfigSources sources = ConfigSources.read(flags, environment);
        OperatorConfig located = OperatorConfig.load(sources);
        JsonLog.install(level(located.logLevel()));
        sources.notices().forEach(LOG::info);
        OperatorConfig config = OperatorConfig.load(sources, mainConfigMap(located));
        JsonLog.install(level(config.logLevel()));
        if (config.engine() == Engine.EXACT && engines().isEmpty()) {
            throw new EngineMissing(config.engine());
        }
        return new OperatorWiring(config, sources).process();
    }

    /** What the main ConfigMap says of keys that only a start reads. */
    private static Map<String, String> mainConfigMap(OperatorConfig located) {
        try (KubeConnection connection = connect(located, kube(located), ApiRequestListener.NONE)) {
            return ConfigMapReader.first(connection, located.configNamespace(), located.mainConfigMapNames());
        }
    }

    /** A snapshot of a live cluster, for the command line; reads only. */
    static CycleSnapshot snapshot(List<String> flags, Map<String, String> environment) throws Unreachable {
        ConfigSources sources = ConfigSources.read(flags, environment);
        OperatorConfig config = OperatorConfig.load(sources);
        Logger.getLogger("").setLevel(Level.WARNING);
        KubeSettings kube = kube(config);
        try (KubeConnection connection = connect(config, kube, ApiRequestListener.NONE);
                ClusterView view = new ClusterView(connection, kube)) {
            view.start();
            awaitSync(view, connection);
            Policies policies = new Policies(view, config, new LiveSettingsReader(sources));
            policies.current();
            try (PrometheusClient prometheus = new PrometheusClient(policies::prometheus, code -> {})) {
                LoadReader loads = new LoadReader(prometheus, policies::readRules);
                ConfigMapMemoryStore memory = memory(connection, kube, Fence.OPEN);
                return new LiveSnapshots(
                                view, NodeFilter.of(config.nodeSelector()), policies, loads, memory, Clock.systemUTC())
                        .take("command line")
                        .recorded(null);
            }
        } catch (LostConnection e) {
            throw new Unreachable(String.valueOf(e.getMessage()));
        }
    }

    /** Takes back what an operator with the same flags and environment wrote; {@code --dry-run} only tells. */
    static int release(List<String> args, Map<String, String> environment, PrintStream out) {
        List<String> flags = args.stream().filter(arg -> !arg.equals(DRY_RUN)).toList();
        boolean dryRun = flags.size() < args.size();
        OperatorConfig config = OperatorConfig.load(ConfigSources.read(flags, environment));
        Logger.getLogger("").setLevel(Level.WARNING);
        KubeSettings kube = kube(config);
        try (KubeConnection connection = connect(config, kube, ApiRequestListener.NONE)) {
            Release release = new Release(connection, kube, dryRun);
            List<String> told = release.run();
            told.forEach(line -> out.println(dryRun ? "would be: " + line : line));
            if (release.strandsNewPods()) {
                out.println("not done: pod templates have our scheduling gate");
                return ExitCode.NO;
            }
            out.println(told.isEmpty() ? "nothing of ours is left" : "done");
            return ExitCode.DONE;
        }
    }

    /** The nodes and pods of a live cluster, for the command line; reads only. */
    static Inventory inventory(List<String> flags, Map<String, String> environment) throws Unreachable {
        OperatorConfig config = OperatorConfig.load(ConfigSources.read(flags, environment));
        Logger.getLogger("").setLevel(Level.WARNING);
        try (KubeConnection connection = connect(config, kube(config), ApiRequestListener.NONE)) {
            return NodeFilter.of(config.nodeSelector()).apply(InventoryReader.read(connection));
        } catch (LostConnection e) {
            throw new Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private static void awaitSync(ClusterView view, KubeConnection connection) throws Unreachable {
        long deadline = System.nanoTime() + LONGEST_LIST.toNanos();
        while (!view.synced()) {
            if (System.nanoTime() > deadline) {
                throw new Unreachable("the API server at " + connection.server() + " did not list " + view.unsynced()
                        + " within " + LONGEST_LIST.toSeconds() + " s; is it reachable, may this user list them?");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    static KubeConnection connect(OperatorConfig config, KubeSettings kube, ApiRequestListener listener)
            throws LostConnection {
        String file = config.kubeconfig();
        try {
            return KubeConnection.open(file == null ? null : Path.of(file), kube, listener);
        } catch (IOException e) {
            throw new LostConnection(
                    "cannot read kubeconfig " + (file == null ? "(in cluster, or the user's default)" : file) + ": "
                            + e.getMessage() + "; set KUBECONFIG or --kubeconfig",
                    e);
        }
    }

    static KubeSettings kube(OperatorConfig config) {
        var lease = config.leaderElection();
        return new KubeSettings(
                config.namespace(),
                config.configNamespace(),
                config.watchNamespaces(),
                config.controllerInstance(),
                config.inventory(),
                lease.leaseName(),
                hostname() + "_" + UUID.randomUUID(),
                lease.leaseDuration(),
                lease.renewDeadline(),
                lease.retryPeriod());
    }

    private static String hostname() {
        String name = System.getenv("HOSTNAME");
        return name == null || name.isBlank() ? "inferno" : name;
    }

    static ConfigMapMemoryStore memory(KubeConnection connection, KubeSettings kube, Fence fence) {
        MemoryCodec codec = new MemoryCodec() {
            @Override
            public String write(Memory memory) {
                return RecordJson.write(memory);
            }

            @Override
            public Memory read(String text) {
                return RecordJson.read(text, Memory.class);
            }
        };
        return new ConfigMapMemoryStore(connection, kube, fence, codec, Clock.systemUTC());
    }

    private static Level level(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "error" -> Level.SEVERE;
            case "warn" -> Level.WARNING;
            case "debug" -> Level.FINE;
            case "trace" -> Level.FINEST;
            default -> Level.INFO;
        };
    }
}
