package dev.inferno.operator.kube;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kubernetes leaves empty lists and maps out. */
final class Lists {

    private Lists() {}

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    static <V> Map<String, V> orEmpty(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : map;
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
