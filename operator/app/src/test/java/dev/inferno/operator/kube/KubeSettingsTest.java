package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KubeSettingsTest {

    @ParameterizedTest(name = "instance {0} handles label {1}: {2}")
    @CsvSource({",,true", ",'',true", ",blue,false", "blue,blue,true", "blue,green,false", "blue,,false"})
    void handlesTheVariantsOfItsInstanceOnly(@Nullable String instance, @Nullable String label, boolean handled) {
        assertEquals(handled, settings(List.of(), instance).isInstance(label));
    }

    @ParameterizedTest(name = "watching {0}, namespace {1}: {2}")
    @CsvSource({"'',a,true", "a b,a,true", "a b,c,false"})
    void watchesTheNamespacesItIsGivenOrAll(String watched, String namespace, boolean handled) {
        List<String> namespaces = watched.isEmpty() ? List.of() : List.of(watched.split(" ", -1));

        assertEquals(handled, settings(namespaces, null).watches(namespace));
    }

    private static KubeSettings settings(List<String> watched, @Nullable String instance) {
        return new KubeSettings(
                "system",
                "system",
                watched,
                instance,
                true,
                "inferno-autoscaler",
                "me",
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
    }
}
