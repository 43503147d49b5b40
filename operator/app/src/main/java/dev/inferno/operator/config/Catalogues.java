package dev.inferno.operator.config;

import dev.inferno.documents.BadDocument;
import dev.inferno.snapshot.ConfigProblem;
import dev.inferno.topology.CatalogueEntry;
import dev.inferno.topology.CatalogueEntry.Model;
import dev.inferno.topology.CatalogueEntry.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Additions to the catalogue of products and devices, from a ConfigMap or a file. */
public final class Catalogues {

    static final String CONFIG_MAP = "device-catalogue";

    private Catalogues() {}

    /**
     * Reads a file: entries by name, each as in the ConfigMap.
     *
     * @throws BadDocument naming the entry, the field, its value and what is allowed
     */
    public static List<CatalogueEntry> read(String yaml) {
        List<CatalogueEntry> entries = new ArrayList<>();
        List<ConfigProblem> problems = new ArrayList<>();
        String at = "";
        try {
            for (Map.Entry<String, @Nullable Object> entry : new TreeMap<>(YamlText.mapping(yaml)).entrySet()) {
                at = entry.getKey() + ": ";
                entries.add(CatalogueAddition.parse(entry.getKey(), YamlText.mapping(entry.getValue(), "the entry")));
            }
        } catch (BadValue e) {
            throw new BadDocument(at + e.reason());
        }
        List<CatalogueEntry> distinct = distinct(entries, problems);
        if (!problems.isEmpty()) {
            throw new BadDocument(problems.getFirst().message());
        }
        return distinct;
    }

    /** Without those that share a name with an earlier one. */
    static List<CatalogueEntry> distinct(List<CatalogueEntry> entries, List<ConfigProblem> problems) {
        List<CatalogueEntry> kept = new ArrayList<>();
        for (CatalogueEntry entry : entries) {
            String taken = names(entry)
                    .filter(name -> kept.stream()
                            .anyMatch(other -> other.getClass().equals(entry.getClass()) && other.isCalled(name)))
                    .findFirst()
                    .orElse(null);
            if (taken == null) {
                kept.add(entry);
            } else {
                problems.add(new ConfigProblem(
                        "ConfigMap " + CONFIG_MAP,
                        taken,
                        "name " + taken
                                + " is given by two entries; the first in the order of keys counts, take it out of"
                                + " the other"));
            }
        }
        return kept;
    }

    private static Stream<String> names(CatalogueEntry entry) {
        return switch (entry) {
            case Model model -> Stream.concat(Stream.of(model.product().name()), model.aliases().stream());
            case Resource resource -> Stream.of(resource.resource());
        };
    }
}
