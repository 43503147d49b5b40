package dev.inferno.operator;

import dev.inferno.cycle.Cycle;
import dev.inferno.cycle.CycleReport;
import dev.inferno.cycle.ReportSink;
import dev.inferno.cycle.Settling;
import dev.inferno.cycle.StageClock;
import dev.inferno.operator.cli.UsageError;
import dev.inferno.operator.config.BindAddress;
import dev.inferno.operator.config.ConfigSources;
import dev.inferno.operator.config.Endpoints;
import dev.inferno.operator.config.LiveSettingsReader;
import dev.inferno.operator.config.OperatorConfig;
import dev.inferno.operator.kube.CallerReviews;
import dev.inferno.operator.kube.ClusterView;
import dev.inferno.operator.kube.ConfigMapMemoryStore;
import dev.inferno.operator.kube.EventWriter;
import dev.inferno.operator.kube.Fence;
import dev.inferno.operator.kube.GateKeeper;
import dev.inferno.operator.kube.KubeActuator;
import dev.inferno.operator.kube.KubeConnection;
import dev.inferno.operator.kube.KubeSettings;
import dev.inferno.operator.kube.LeaseElection;
import dev.inferno.operator.kube.NodeLabelSweep;
import dev.inferno.operator.kube.StatusWriter;
import dev.inferno.operator.kube.TriggerReset;
import dev.inferno.operator.kube.VictimSweep;
import dev.inferno.operator.loop.DecisionLoop;
import dev.inferno.operator.observe.DecisionLog;
import dev.inferno.operator.observe.HealthState;
import dev.inferno.operator.observe.MetricsSink;
import dev.inferno.operator.observe.ObserveServer;
import dev.inferno.operator.observe.Security;
import dev.inferno.operator.prometheus.LoadReader;
import dev.inferno.operator.prometheus.PrometheusClient;
import dev.inferno.operator.prometheus.PrometheusGate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts one operator together; the objects of one run, made in the order in which they need each other. */
final class OperatorWiring {

    private static final Logger LOG = Logger.getLogger(OperatorWiring.class.getName());
    private static final Duration DEBOUNCE = Duration.ofMillis(200);

    private final OperatorConfig config;
    private final Clock clock = Clock.systemUTC();
    private final KubeSettings kube;
    private final MetricsSink metrics;
    private final KubeConnection connection;
    private final ClusterView view;
    private final Policies policies;
    private final PrometheusClient prometheus;
    private final HealthState health;
    private final DecisionLog decisions = new DecisionLog();
    private final LateListener lateListener = new LateListener();
    private final LeaseElection election;
    private final ConfigMapMemoryStore memory;
    private final TriggerReset triggerReset;
    private final GateKeeper gates;
    private final DecisionLoop loop;

    OperatorWiring(OperatorConfig config, ConfigSources sources) {
        this.config = config;
        kube = Wiring.kube(config);
        metrics = new MetricsSink(config.endpoints().wvaAliases(), config.controllerInstance(), Version.current());
        connection = Wiring.connect(config, kube, (verb, code) -> metrics.apiRequest(verb, Integer.toString(code)));
        view = new ClusterView(connection, kube);
        policies = new Policies(view, config, new LiveSettingsReader(sources));
        prometheus = new PrometheusClient(policies::prometheus, metrics::prometheusRequest);
        health = new HealthState(clock, () -> policies.settings().interval());
        election = new LeaseElection(connection, kube, lateListener);
        memory = Wiring.memory(connection, kube, fence());
        triggerReset = new TriggerReset(connection, fence());
        gates = new GateKeeper(
                connection,
                view,
                fence(),
                config.gates().allowed(),
                config.gates().deadline());
        Cycle cycle = cycle();
        loop = new DecisionLoop(
                () -> policies.settings().interval(),
                DEBOUNCE,
                this::leads,
                trigger -> run(cycle, trigger),
                this::failed);
    }

    OperatorProcess process() {
        BindAddress metricsAddress = config.endpoints().metrics();
        BindAddress healthAddress = config.endpoints().health();
        ObserveServer server = ObserveServer.start(
                address(metricsAddress), address(healthAddress), true, decisions, health, security());
        health.config(true, "flags, environment and file are valid");
        PrometheusGate gate = new PrometheusGate(prometheus, state -> health.prometheus(state.open(), state.message()));
        OperatorProcess process = new OperatorProcess(new OperatorProcess.Parts(
                view,
                config.leaderElection().enabled() ? election : null,
                loop,
                gates,
                memory,
                server,
                health,
                metrics,
                gate,
                this::close));
        lateListener.become(process);
        return process;
    }

    private @Nullable Security security() {
        Endpoints endpoints = config.endpoints();
        if (!endpoints.secure()) {
            return null;
        }
        CallerReviews callers = new CallerReviews(connection);
        String folder = endpoints.certPath();
        if (folder == null) {
            return Security.selfSigned(callers);
        }
        try {
            return Security.ofFiles(
                    Path.of(folder, endpoints.certName()), Path.of(folder, endpoints.certKey()), callers);
        } catch (IOException e) {
            throw new UsageError("METRICS_CERT_PATH " + folder + " cannot be used: " + e
                    + "; put certificate and key there, or leave it out for a self-signed one");
        }
    }

    private Cycle cycle() {
        Fence fence = fence();
        StageClock seconds = () -> System.nanoTime() / 1e9;
        List<ReportSink> sinks = List.of(
                new EventWriter(connection, view, fence, kube, clock),
                new StatusWriter(connection, view, fence, clock),
                new NodeLabelSweep(connection, view, fence),
                new VictimSweep(connection, view, fence),
                metrics,
                report -> decisions.add(DecisionLog.Entry.of(report)),
                new DecisionLines(clock),
                new Settling(memory, seconds));
        LoadReader loads = new LoadReader(prometheus, policies::readRules);
        return new Cycle(
                new LiveSnapshots(view, NodeFilter.of(config.nodeSelector()), policies, loads, memory, clock),
                Wiring.brain(),
                new KubeActuator(connection, view, fence),
                memory,
                report -> {
                    CycleReport told = gates.follow(report);
                    sinks.forEach(sink -> sink.publish(told));
                },
                seconds);
    }

    private Fence fence() {
        return config.leaderElection().enabled() ? election.fence() : Fence.OPEN;
    }

    private boolean leads() {
        return !config.leaderElection().enabled() || election.isLeader();
    }

    private void run(Cycle cycle, String trigger) {
        metrics.leading(true);
        health.leading(true);
        cycle.run(trigger);
        health.cycleSucceeded();
        if (policies.settings().trigger()) {
            triggerReset.reset(config.configNamespace(), policies.mainConfigMap());
        }
    }

    private void failed(RuntimeException e) {
        String reason = e instanceof dev.inferno.cycle.LostConnection ? "lost_connection" : "bug";
        metrics.cycleFailed(reason);
        health.cycleFailed(String.valueOf(e.getMessage()));
        LOG.log(Level.WARNING, "the cycle ended early and is tried again", e);
    }

    private static dev.inferno.operator.observe.@Nullable BindAddress address(BindAddress configured) {
        return configured.enabled()
                ? new dev.inferno.operator.observe.BindAddress(configured.host(), configured.port())
                : null;
    }

    private void close() {
        prometheus.close();
        metrics.close();
        connection.close();
    }

    /** The election needs its listener before the process that listens is made. */
    private static final class LateListener implements LeaseElection.Listener {

        private volatile LeaseElection.@Nullable Listener target;

        void become(LeaseElection.Listener listener) {
            target = listener;
        }

        @Override
        public void onStarted() {
            LeaseElection.Listener listener = target;
            if (listener != null) {
                listener.onStarted();
            }
        }

        @Override
        public void onLost() {
            LeaseElection.Listener listener = target;
            if (listener != null) {
                listener.onLost();
            }
        }
    }
}
