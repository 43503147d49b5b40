package dev.inferno.operator.config;

import org.jspecify.annotations.Nullable;

/**
 * What the operator serves.
 *
 * @param secure metrics by HTTPS, to authorised clients only
 * @param wvaAliases metrics under the names of the predecessor too
 * @param certPath directory of {@code certName} and {@code certKey}; null = self-signed at the start
 */
public record Endpoints(
        BindAddress metrics,
        boolean secure,
        @Nullable String certPath,
        String certName,
        String certKey,
        boolean wvaAliases,
        BindAddress health) {}
