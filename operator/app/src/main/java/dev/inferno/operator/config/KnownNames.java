package dev.inferno.operator.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds keys by the names and flags users write. */
final class KnownNames {

    /** Other spellings; the flag is the one of the contract, the camel case the one of our sample ConfigMap. */
    private static final Map<String, Key<?>> ALIASES = Map.of(
            "--config-map", Keys.CONFIG_MAP_NAME,
            "tenantPriorityFloor", Keys.TENANT_PRIORITY_FLOOR,
            "metrics.wvaAliases", Keys.METRICS_WVA_ALIASES);

    private KnownNames() {}

    static @Nullable Key<?> named(String name) {
        Key<?> alias = ALIASES.get(name);
        return alias != null
                ? alias
                : first(Keys.all().stream()
                        .filter(key -> key.name().equals(name))
                        .toList());
    }

    static @Nullable Key<?> flagged(String flag) {
        Key<?> alias = ALIASES.get(flag);
        return alias != null
                ? alias
                : first(Keys.all().stream()
                        .filter(key -> key.flag().equals(flag))
                        .toList());
    }

    static Collection<String> names() {
        SortedSet<String> names = new TreeSet<>(NoEffect.names());
        Keys.all().forEach(key -> names.add(key.name()));
        return names;
    }

    static Collection<String> flags() {
        SortedSet<String> flags = new TreeSet<>(NoEffect.flags());
        Keys.all().forEach(key -> flags.add(key.flag()));
        ALIASES.keySet().stream().filter(alias -> alias.startsWith("-")).forEach(flags::add);
        return flags;
    }

    private static @Nullable Key<?> first(List<Key<?>> keys) {
        return keys.isEmpty() ? null : keys.getFirst();
    }
}
