package dev.inferno.topology;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class TopologyArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.inferno.topology");

    @Test
    void factsDoNotKnowDecisions() {
        noClasses()
                .that()
                .resideInAPackage("dev.inferno.topology")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.inferno.topology.placement..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.inferno.topology.(**)").should().beFreeOfCycles().check(CLASSES);
        slices().matching("dev.inferno.(topology..)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theLibraryKnowsOnlyTheJdkJGraphTAndJSpecify() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.not(
                        resideInAnyPackage("dev.inferno.topology..", "java..", "org.jgrapht..", "org.jspecify..")))
                .check(CLASSES);
    }

    @Test
    void nothingTouchesNetworkFilesThreadsClockOrChance() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.net..", "java.io..", "java.nio..", "java.util.concurrent"))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, Clock.class, Random.class, ThreadLocalRandom.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(CLASSES);
    }

    @Test
    void fieldsAreFinalExceptInTheScratchOfLedgerAndRules() {
        fields().that()
                .areDeclaredInClassesThat()
                .haveNameNotMatching(".*\\.(CapacityLedger|Trial|SpreadRule|AffinityRule)")
                .should()
                .beFinal()
                .check(CLASSES);
    }
}
