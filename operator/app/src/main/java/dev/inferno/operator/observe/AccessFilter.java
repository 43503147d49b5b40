package dev.inferno.operator.observe;

import dev.inferno.cycle.CallerCheck;
import dev.inferno.cycle.CallerCheck.Verdict;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Locale;

/** Lets through whom the check allows, and everybody to the probes, which carry no token. Anything else is closed. */
final class AccessFilter implements Filter {

    private static final String SCHEME = "bearer ";

    private final CallerCheck callers;

    AccessFilter(CallerCheck callers) {
        this.callers = callers;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String path = request.path().path();
        if (HealthRoutes.PATHS.contains(path)) {
            chain.proceed();
            return;
        }
        String header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        String token = header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? header.substring(SCHEME.length()).strip()
                : "";
        if (token.isEmpty()) {
            unauthorised(response, "no bearer token was sent");
            return;
        }
        switch (callers.check(token, path)) {
            case Verdict.Allowed allowed -> chain.proceed();
            case Verdict.Unknown unknown -> unauthorised(response, unknown.message());
            case Verdict.Refused refused ->
                refuse(
                        response,
                        Status.FORBIDDEN_403,
                        refused.user() + " may not get " + path
                                + "; bind it to a ClusterRole with verb get on this nonResourceURL");
            case Verdict.Unavailable unavailable ->
                refuse(
                        response,
                        Status.SERVICE_UNAVAILABLE_503,
                        "whether you may get " + path + " cannot be found out: " + unavailable.message());
        }
    }

    private static void unauthorised(RoutingResponse response, String why) {
        response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        refuse(
                response,
                Status.UNAUTHORIZED_401,
                why
                        + "; send header \"Authorization: Bearer TOKEN\" with the token of a ServiceAccount of this cluster");
    }

    private static void refuse(RoutingResponse response, Status status, String message) {
        response.status(status);
        response.headers().contentType(MediaTypes.TEXT_PLAIN);
        response.send(message + "\n");
    }
}
