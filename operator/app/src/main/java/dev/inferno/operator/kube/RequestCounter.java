package dev.inferno.operator.kube;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Tells a listener of each request, by Kubernetes verb and status code. */
final class RequestCounter implements Interceptor {

    private final ApiRequestListener listener;

    RequestCounter(ApiRequestListener listener) {
        this.listener = listener;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        String verb = verb(request.method(), request.url());
        try {
            Response response = chain.proceed(request);
            listener.answered(verb, response.code());
            return response;
        } catch (IOException e) {
            listener.answered(verb, 0);
            throw e;
        }
    }

    static String verb(String method, HttpUrl url) {
        return switch (method) {
            case "GET" -> "true".equals(url.queryParameter("watch")) ? "watch" : namesOneObject(url) ? "get" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    /** Paths are {@code /api/v1/...} or {@code /apis/group/version/...}, then optionally {@code namespaces/x}. */
    private static boolean namesOneObject(HttpUrl url) {
        List<String> segments = url.pathSegments();
        int first = segments.indexOf("api");
        int rest = first >= 0 ? first + 2 : segments.indexOf("apis") + 3;
        if (rest + 1 < segments.size() && segments.get(rest).equals("namespaces")) {
            rest += 2;
        }
        return segments.size() - rest != 1;
    }
}
