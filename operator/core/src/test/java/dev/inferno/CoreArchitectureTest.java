package dev.inferno;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may know whom, and what the core never touches. */
final class CoreArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.inferno");

    @ParameterizedTest(name = "{0} knows only {1}")
    @CsvSource({
        "serving,   ''",
        "queueing,  serving",
        "vllm,      serving",
        "profile,   serving",
        "snapshot,  serving topology",
        "analysis,  snapshot queueing serving topology",
        "optimizer, analysis snapshot topology",
        "decision,  optimizer analysis queueing snapshot topology",
        "cycle,     analysis optimizer decision snapshot topology"
    })
    void packagesKnowOnlyTheirNeighbours(String name, String neighbours) {
        String[] others = java.util.Arrays.stream(
                        "serving queueing vllm profile snapshot analysis optimizer decision cycle documents topology"
                                .split(" ", -1))
                .filter(other -> !other.equals(name))
                .filter(other -> !java.util.List.of(neighbours.split(" ", -1)).contains(other))
                .map(other -> "dev.inferno." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("dev.inferno." + name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.inferno.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyDocumentsKnowJsonAndYaml() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.inferno.documents")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.gson..", "org.yaml..")
                .check(CLASSES);
    }

    @Test
    void nothingTouchesNetworkFilesOrThreads() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio..", "java.util.logging..", "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, Clock.class, Random.class, ThreadLocalRandom.class)
                .check(CLASSES);
    }

    @Test
    void nothingReadsClockOrEnvironment() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }

    /** The emulated server is a state machine; all other state lives in values. */
    @Test
    void fieldsOfCentralTypesAreFinal() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(
                        "dev.inferno.serving",
                        "dev.inferno.profile",
                        "dev.inferno.snapshot",
                        "dev.inferno.analysis",
                        "dev.inferno.decision",
                        "dev.inferno.cycle",
                        "dev.inferno.documents")
                .should()
                .beFinal()
                .check(CLASSES);
    }
}
