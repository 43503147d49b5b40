package dev.inferno.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shell's rooms do not know each other; only the wiring knows them all. */
final class AppArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.inferno.operator");

    @ParameterizedTest(name = "{0} knows only {1}")
    @CsvSource({"kube, api", "api, ''", "prometheus, ''", "observe, ''", "loop, ''", "config, ''", "cli, ''"})
    void roomsDoNotKnowEachOther(String name, String neighbours) {
        String[] others = Arrays.stream("kube api prometheus observe loop config cli".split(" ", -1))
                .filter(other -> !other.equals(name))
                .filter(other -> !List.of(neighbours.split(" ", -1)).contains(other))
                .map(other -> "dev.inferno.operator." + other)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("dev.inferno.operator." + name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("dev.inferno.operator")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.inferno.operator.(*)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyKubeAndApiKnowTheKubernetesClient() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.inferno.operator.kube", "dev.inferno.operator.api")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kubernetes..")
                .check(CLASSES);
    }

    @Test
    void onlyObserveKnowsTheWebServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.inferno.operator.observe")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon.webserver..", "io.helidon.http..", "io.helidon.metrics..")
                .check(CLASSES);
    }
}
