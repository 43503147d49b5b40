package dev.inferno.operator;

import dev.inferno.operator.config.FleetPolicyReader;
import dev.inferno.operator.config.LiveSettings;
import dev.inferno.operator.config.LiveSettingsReader;
import dev.inferno.operator.config.OperatorConfig;
import dev.inferno.operator.config.PolicyTables;
import dev.inferno.operator.config.PrometheusSettings;
import dev.inferno.operator.kube.ClusterView;
import dev.inferno.operator.prometheus.PrometheusEndpoint;
import dev.inferno.operator.prometheus.ReadRules;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.SearchBudget;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The watched ConfigMaps as settings and policy; the last good value of everything is kept. */
final class Policies {

    private static final Logger LOG = Logger.getLogger(Policies.class.getName());
    private static final String COSTS = "accelerator-unit-costs";
    private static final String CLASSES = "service-classes-config";
    private static final String BUDGETS = "tenant-budgets";
    private static final String RESERVES = "capacity-reserves";
    private static final String POOLS = "node-pools";
    private static final String CATALOGUE = "device-catalogue";

    private final ClusterView view;
    private final OperatorConfig config;
    private final LiveSettingsReader settingsReader;
    private final FleetPolicyReader policyReader = new FleetPolicyReader();
    private final Set<String> noticed = new HashSet<>();
    private volatile LiveSettings settings;

    Policies(ClusterView view, OperatorConfig config, LiveSettingsReader settingsReader) {
        this.view = view;
        this.config = config;
        this.settingsReader = settingsReader;
        this.settings = settingsReader.resolve(config.mainConfigMapNames().getFirst(), null);
    }

    /** The settings last read. */
    LiveSettings settings() {
        return settings;
    }

    /** How plans are searched. */
    SearchBudget budget() {
        return SearchBudget.DEFAULT
                .by(config.engine())
                .within(settings.planDeadline().toMillis());
    }

    /** Reads all ConfigMaps anew. */
    synchronized FleetPolicy current() {
        String name = mainConfigMap();
        settings = settingsReader.resolve(name, data(name));
        String saturation = first(config.saturationConfigMapNames());
        List<String> notices = new ArrayList<>(settings.notices());
        var tables = new PolicyTables(
                data(COSTS),
                data(CLASSES),
                data(BUDGETS),
                data(RESERVES),
                data(POOLS),
                data(CATALOGUE),
                saturation,
                data(saturation));
        FleetPolicy policy = policyReader.read(tables, settings, notices);
        notices.stream().filter(noticed::add).forEach(LOG::info);
        policy.problems().stream()
                .map(problem -> problem.source() + ": " + problem.message())
                .filter(noticed::add)
                .forEach(LOG::warning);
        return policy;
    }

    /** The first of the known names that exists. */
    String mainConfigMap() {
        return first(config.mainConfigMapNames());
    }

    private String first(List<String> names) {
        return names.stream().filter(name -> data(name) != null).findFirst().orElse(names.getFirst());
    }

    private @Nullable Map<String, String> data(String name) {
        return view.configMap(config.configNamespace(), name);
    }

    ReadRules readRules() {
        var ages = settings.ages();
        return new ReadRules(settings.minWindow(), null, ages.fresh(), ages.stale(), ages.unavailable());
    }

    PrometheusEndpoint prometheus() {
        PrometheusSettings given = settings.prometheus();
        URI url = given.baseUrl();
        return new PrometheusEndpoint(
                url == null ? URI.create("http://prometheus-is-not-configured.invalid") : url,
                given.bearerToken(),
                path(given.tokenPath()),
                path(given.caCertPath()),
                path(given.clientCertPath()),
                path(given.clientKeyPath()),
                given.serverName(),
                given.insecureSkipVerify(),
                PrometheusEndpoint.DEFAULT_TIMEOUT);
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }
}
