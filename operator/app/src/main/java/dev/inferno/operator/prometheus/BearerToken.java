package dev.inferno.operator.prometheus;

import java.io.IOException;
import java.nio.file.Files;

/** The token to send; one kept in a file is read for every request, since Kubernetes replaces it there. */
final class BearerToken {

    private BearerToken() {}

    /** Empty when the endpoint wants none. */
    static String of(PrometheusEndpoint endpoint) throws IOException {
        if (endpoint.bearerToken() != null) {
            return endpoint.bearerToken();
        }
        return endpoint.tokenFile() == null
                ? ""
                : Files.readString(endpoint.tokenFile()).strip();
    }
}
