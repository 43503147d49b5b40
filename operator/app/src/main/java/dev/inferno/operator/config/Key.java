package dev.inferno.operator.config;

import java.util.Locale;

/**
 * One setting: its name in environment, ConfigMap and file, and what it takes.
 *
 * @param fallback text of the default; empty = unset
 */
record Key<T>(String name, Kind<T> kind, Scope scope, String fallback, String description) {

    /** {@code --lower-kebab} twin of the name. */
    String flag() {
        return "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Such as {@code GLOBAL_OPT_INTERVAL is "soon"}; a secret's value is left out. */
    String shown(String value) {
        return kind.secret() ? name + " (hidden)" : name + " is \"" + value + "\"";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key<?> key && key.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
