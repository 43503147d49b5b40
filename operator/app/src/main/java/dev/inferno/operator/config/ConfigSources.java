package dev.inferno.operator.config;

import dev.inferno.snapshot.ConfigProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a start is given: flags, environment and the file one of them names. Every mistake in them is reported at once. The
 * main ConfigMap comes later, between environment and file, and its mistakes never stop the operator. Immutable.
 */
public final class ConfigSources {

    private final Layer flags;
    private final Layer environment;
    private final Layer file;
    private final List<String> notices;

    private ConfigSources(Layer flags, Layer environment, Layer file, List<String> notices) {
        this.flags = flags;
        this.environment = environment;
        this.file = file;
        this.notices = List.copyOf(notices);
    }

    /** @throws BadConfig naming every value that is not allowed, one a line */
    public static ConfigSources read(List<String> flags, Map<String, String> environment) {
        Report report = new Report();
        Layer flagLayer = FlagWords.read(flags, report);
        Layer environmentLayer = Layer.lenient("environment", environment, report);
        String path = new Values(List.of(flagLayer, environmentLayer)).find(Keys.CONFIG_FILE);
        Layer fileLayer = path == null ? Layer.EMPTY : file(path, report);
        ConfigSources sources = new ConfigSources(flagLayer, environmentLayer, fileLayer, report.notices());
        if (report.problems().isEmpty()) {
            for (Consistency.Conflict conflict : Consistency.check(sources.values(Layer.EMPTY))) {
                report.problems().add(new ConfigProblem("configuration", "", conflict.message()));
            }
        }
        report.failOnProblems();
        return sources;
    }

    /** One line each for keys of the originals that have no effect, to be logged as info. */
    public List<String> notices() {
        return notices;
    }

    Values values(Layer configMap) {
        return new Values(List.of(flags, environment, configMap, file));
    }

    /** What the main ConfigMap says, flat or as one document; bad values are in the report. Null when it is unreadable. */
    static @Nullable Layer configMap(String source, Map<String, String> data, Report report) {
        try {
            Map<String, String> flat = new HashMap<>(data);
            String document = flat.remove("config.yaml");
            if (document != null) {
                YamlText.settings(source, document, report).forEach(flat::putIfAbsent);
            }
            for (Key<?> key : Keys.all()) {
                if (key.scope() == Scope.LOCATE && flat.remove(key.name()) != null) {
                    report.problem(
                            source,
                            key.name(),
                            key.name() + " cannot be set here: it is needed to find this ConfigMap; use " + key.flag()
                                    + " or the environment");
                }
            }
            return Layer.strict(source, flat, report);
        } catch (BadValue e) {
            report.problem(source, "config.yaml", "config.yaml: " + e.reason());
            return null;
        }
    }

    private static Layer file(String path, Report report) {
        String source = "file " + path;
        try {
            return Layer.strict(source, YamlText.settings(source, Files.readString(Path.of(path)), report), report);
        } catch (IOException | InvalidPathException e) {
            report.problem(
                    source,
                    "CONFIG_FILE",
                    "cannot be read (" + e.getClass().getSimpleName()
                            + "); --config-file must name a YAML file the operator may read");
        } catch (BadValue e) {
            report.problem(source, "CONFIG_FILE", e.reason());
        }
        return Layer.EMPTY;
    }
}
