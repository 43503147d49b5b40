package dev.inferno.operator.config;

import dev.inferno.snapshot.ConfigProblem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the main ConfigMap whenever it changes and remembers its last good values. For one thread. */
public final class LiveSettingsReader {

    private final ConfigSources sources;
    private Layer lastGood = Layer.EMPTY;
    private @Nullable Map<Key<?>, String> atStart;

    public LiveSettingsReader(ConfigSources sources) {
        this.sources = sources;
    }

    /**
     * @param name of the ConfigMap, for messages
     * @param data of the ConfigMap; null = there is none
     */
    public LiveSettings resolve(String name, @Nullable Map<String, String> data) {
        String source = "ConfigMap " + name;
        Report report = new Report();
        Layer read = ConfigSources.configMap(source, data == null ? Map.of() : data, report);
        if (read != null) {
            lastGood = withoutConflicts(keepBad(read, report), report);
        }
        noteStartKeys(source, report);
        Values values = sources.values(lastGood);
        if (values.find(Keys.PROMETHEUS_BASE_URL) == null) {
            report.problem(
                    source,
                    Keys.PROMETHEUS_BASE_URL.name(),
                    "PROMETHEUS_BASE_URL is not set, so no load can be observed; set"
                            + " it to a URL such as https://prometheus.monitoring.svc:9090");
        }
        return LiveSettings.of(values, report);
    }

    /** A key that is set but not allowed keeps its last good value. */
    private Layer keepBad(Layer read, Report report) {
        Map<Key<?>, String> values = new HashMap<>(read.values());
        for (ConfigProblem problem : report.problems()) {
            Key<?> key = KnownNames.named(problem.key());
            if (key != null) {
                restore(key, values);
            }
        }
        return new Layer(read.source(), values);
    }

    /** Keys that contradict each other go back to their last good values together. */
    private Layer withoutConflicts(Layer read, Report report) {
        Map<Key<?>, String> values = new HashMap<>(read.values());
        Set<Key<?>> restored = new HashSet<>();
        for (Consistency.Conflict conflict : Consistency.check(sources.values(read))) {
            String key =
                    conflict.keys().stream().map(Key::name).sorted().findFirst().orElse("");
            report.problem(read.source(), key, conflict.message());
            restored.addAll(Consistency.related(conflict.keys()));
        }
        restored.forEach(key -> restore(key, values));
        return new Layer(read.source(), values);
    }

    private void restore(Key<?> key, Map<Key<?>, String> values) {
        values.remove(key);
        String before = lastGood.values().get(key);
        if (before != null) {
            values.put(key, before);
        }
    }

    private void noteStartKeys(String source, Report report) {
        Map<Key<?>, String> now = new HashMap<>(lastGood.values());
        now.keySet().removeIf(key -> key.scope() == Scope.LIVE);
        if (atStart == null) {
            atStart = Map.copyOf(now);
        }
        for (Key<?> key : Keys.all()) {
            String before = atStart.get(key);
            String after = now.get(key);
            if (before == null ? after != null : !before.equals(after)) {
                report.problem(
                        source,
                        key.name(),
                        key.name() + " changed; it takes effect when the operator's pods are restarted");
            }
        }
    }
}
