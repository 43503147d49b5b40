package dev.inferno.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.snapshot.FleetPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The ConfigMaps we publish, those of both originals among them, are read without a complaint. */
class ExamplesTest {

    @ParameterizedTest
    @ValueSource(strings = {"quickstart", "2025-inferno-autoscaler", "2026-workload-variant-autoscaler", "inferno"})
    void areReadWithoutProblems(String example) throws IOException {
        Map<String, Map<String, String>> configMaps =
                configMaps(Path.of("../../docs/examples", example, "10-configmaps.yaml"));
        ConfigSources sources = ConfigSources.read(List.of(), Map.of());
        String main = OperatorConfig.load(sources).mainConfigMapNames().stream()
                .filter(configMaps::containsKey)
                .findFirst()
                .orElseThrow();
        LiveSettings settings = new LiveSettingsReader(sources).resolve(main, configMaps.get(main));
        Map<String, String> none = Map.of();
        String saturation =
                OperatorConfig.load(sources).saturationConfigMapNames().getFirst();
        List<String> notices = new ArrayList<>();
        FleetPolicy policy = new FleetPolicyReader()
                .read(
                        new PolicyTables(
                                configMaps.getOrDefault("accelerator-unit-costs", none),
                                configMaps.getOrDefault("service-classes-config", none),
                                configMaps.get("tenant-budgets"),
                                configMaps.get("capacity-reserves"),
                                configMaps.get("node-pools"),
                                configMaps.get("device-catalogue"),
                                saturation,
                                configMaps.get(saturation)),
                        settings,
                        notices);
        assertEquals(List.of(), policy.problems());
        assertEquals(60, settings.interval().toSeconds());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, String>> configMaps(Path file) throws IOException {
        Map<String, Map<String, String>> read = new HashMap<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Files.readString(file))) {
            Map<String, Map<String, String>> object = (Map<String, Map<String, String>>) document;
            read.put(
                    object.getOrDefault("metadata", Map.of()).getOrDefault("name", ""),
                    object.getOrDefault("data", Map.of()));
        }
        return read;
    }
}
