package dev.inferno.e2e;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The scenarios see the operator from outside only. */
final class E2eArchitectureTest {

    private static final JavaClasses PROGRAMS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.inferno.e2e");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("dev.inferno.e2e");

    @Test
    void theOperatorIsNotOnTheClassPath() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("dev.inferno.operator.Main"));
    }

    @Test
    void scenariosAndTheirHarnessKnowNothingElseOfTheProject() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.inferno.e2e.harness", "dev.inferno.e2e.worlds")
                .or()
                .haveSimpleNameEndingWith("IT")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.inferno..")
                        .and(resideOutsideOfPackage("dev.inferno.e2e.harness"))
                        .and(resideOutsideOfPackage("dev.inferno.e2e"))
                        .and(resideOutsideOfPackage("dev.inferno.e2e.worlds")))
                .check(TESTS);
    }

    @Test
    void emulatorAndLoadGeneratorKnowTheModelOfAServerOnly() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.inferno..")
                        .and(resideOutsideOfPackage("dev.inferno.e2e.."))
                        .and(resideOutsideOfPackage("dev.inferno.vllm"))
                        .and(resideOutsideOfPackage("dev.inferno.serving")))
                .check(PROGRAMS);
    }
}
