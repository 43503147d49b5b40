package dev.inferno.operator.config;

import dev.inferno.snapshot.ConfigProblem;
import dev.inferno.snapshot.SaturationThresholds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the thresholds of saturation control: an entry {@code default}, and others for models of their own. What an entry leaves
 * out it takes from {@code default}, and that from the originals. A malformed entry fails alone and keeps its last good values.
 * For one thread.
 */
final class SaturationTable {

    private final Map<String, LastGood<SaturationEntry>> byConfigMap = new HashMap<>();
    private final Map<String, SaturationThresholds> lastGood = new HashMap<>();

    /**
     * @param name of the ConfigMap
     * @param data of the ConfigMap; null = there is none
     * @param notices what has no effect, one line each
     */
    List<SaturationThresholds> read(
            String name, @Nullable Map<String, String> data, List<ConfigProblem> problems, List<String> notices) {
        List<SaturationEntry> entries = byConfigMap
                .computeIfAbsent(name, configMap -> new LastGood<>(configMap, SaturationEntry::parse))
                .read(data, false, problems);
        lastGood.keySet().retainAll(entries.stream().map(SaturationEntry::key).toList());
        List<SaturationThresholds> read = new ArrayList<>();
        SaturationThresholds standard = SaturationThresholds.DEFAULT;
        for (SaturationEntry entry : defaultFirst(entries)) {
            SaturationThresholds thresholds = resolved(entry, standard, name, problems);
            if (thresholds != null) {
                read.add(thresholds);
                standard = entry.key().equals(SaturationEntry.DEFAULT) ? thresholds : standard;
            }
            entry.idle()
                    .forEach(
                            field -> notices.add(
                                    "ConfigMap " + name + ": " + entry.key() + ": " + field
                                            + " has no effect: replicas are added by the four thresholds, and only where a node has room"));
        }
        return read;
    }

    private @Nullable SaturationThresholds resolved(
            SaturationEntry entry, SaturationThresholds standard, String name, List<ConfigProblem> problems) {
        try {
            lastGood.put(entry.key(), entry.over(standard));
        } catch (BadValue e) {
            String then = lastGood.containsKey(entry.key())
                    ? "; the last good entry stays in force"
                    : "; the entry is left out";
            problems.add(new ConfigProblem("ConfigMap " + name, entry.key(), entry.key() + ": " + e.reason() + then));
        }
        return lastGood.get(entry.key());
    }

    private static List<SaturationEntry> defaultFirst(List<SaturationEntry> entries) {
        return entries.stream()
                .sorted(Comparator.comparing(
                        (SaturationEntry entry) -> !entry.key().equals(SaturationEntry.DEFAULT)))
                .toList();
    }
}
