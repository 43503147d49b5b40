package dev.inferno.operator.prometheus;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** An HTTP client made for one endpoint and the certificates its files held then. */
record Connection(PrometheusEndpoint endpoint, List<FileTime> stamps, HttpClient http) {

    static Connection to(PrometheusEndpoint endpoint) throws IOException, GeneralSecurityException {
        List<FileTime> stamps = stamps(endpoint);
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(endpoint.timeout())
                .followRedirects(HttpClient.Redirect.NEVER);
        if ("https".equals(endpoint.url().getScheme())) {
            http.sslContext(TlsContext.of(endpoint));
        }
        return new Connection(endpoint, stamps, http.build());
    }

    /** Still right for this endpoint, its certificate files unchanged. */
    boolean serves(PrometheusEndpoint wanted) throws IOException {
        return endpoint.equals(wanted) && stamps.equals(stamps(wanted));
    }

    private static List<FileTime> stamps(PrometheusEndpoint endpoint) throws IOException {
        List<FileTime> stamps = new ArrayList<>();
        for (Path file : new Path[] {endpoint.caFile(), endpoint.clientCertFile(), endpoint.clientKeyFile()}) {
            if (file != null) {
                stamps.add(Files.getLastModifiedTime(file));
            }
        }
        return List.copyOf(stamps);
    }
}
