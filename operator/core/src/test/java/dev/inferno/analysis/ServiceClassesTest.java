package dev.inferno.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.ServiceLevel;
import dev.inferno.snapshot.ServiceClass;
import dev.inferno.snapshot.VariantState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceClassesTest {

    private static final ServiceLevel LEVEL = TestFleet.premium();
    private static final ServiceClass PREMIUM =
            TestVariant.classOf("premium.yaml", "Premium", 1, TestFleet.MODEL, LEVEL);
    private static final ServiceClass FREEMIUM =
            TestVariant.classOf("freemium.yaml", "Freemium", 10, TestFleet.MODEL, LEVEL);
    private static final ServiceClass OTHERS = TestVariant.classOf("batch.yaml", "Batch", 50, "other", LEVEL);

    private static ResolvedLevel resolve(TestVariant variant, ServiceClass... classes) {
        VariantState state = variant.state();
        return new ServiceClasses(List.of(classes)).resolve(state.key(), state.spec());
    }

    @ParameterizedTest(name = "name {0}, key {1} -> {2}, note: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "service-classes-config, premium.yaml, Premium, false",
                "service-classes-config, freemium.yaml, Freemium, false",
                "premium, -, Premium, false",
                "PREMIUM-SLO, -, Premium, false",
                "freemium-slo, default, Freemium, false",
                "gold, gold.yaml, -, true",
                "batch, batch.yaml, -, true",
                "-, -, -, false",
            })
    void findsTheClassInTheOrderOfTheContract(
            @Nullable String name, @Nullable String key, @Nullable String expected, boolean note) {
        ResolvedLevel found = resolve(TestVariant.onA100("v").ref(name, key), PREMIUM, FREEMIUM, OTHERS);
        assertEquals(expected, found.serviceClass());
        assertEquals(note, !found.notes().isEmpty(), found.notes()::toString);
        assertEquals(expected == null, found.problem() != null);
    }

    @Test
    void takesTheOnlyClassListingTheModelAndNotesARefThatResolvesToNothing() {
        ResolvedLevel found = resolve(TestVariant.onA100("v").ref("gold", "gold.yaml"), PREMIUM, OTHERS);
        assertEquals("Premium", found.serviceClass());
        assertTrue(found.notes().getFirst().contains("gold"));
        assertNull(found.problem());
    }

    @Test
    void doesNotTossACoinBetweenTwoClasses() {
        ResolvedLevel found = resolve(TestVariant.onA100("v"), PREMIUM, FREEMIUM);
        String problem = assertNotNullText(found.problem());
        assertTrue(problem.contains("Premium (premium.yaml) and Freemium (freemium.yaml)"), problem);
        assertTrue(problem.contains("sloClassRef"), problem);
    }

    @Test
    void letsAnInlineSloWinAndKeepsThePriorityOfTheClass() {
        var own = ServiceLevel.ofMeans(0, 30, 0);
        ResolvedLevel found = resolve(TestVariant.onA100("v").slo(own), PREMIUM);
        assertEquals(own, found.level());
        assertEquals(1, found.priority());
        assertNull(found.serviceClass());
        assertEquals(100, resolve(TestVariant.onA100("v").slo(own)).priority());
    }

    @Test
    void clampsAPriorityOfZero() {
        ResolvedLevel found =
                resolve(TestVariant.onA100("v"), TestVariant.classOf("zero.yaml", "Zero", 0, TestFleet.MODEL, LEVEL));
        assertEquals(1, found.priority());
        assertFalse(found.notes().isEmpty());
    }

    @Test
    void prefersAClassOfTheVariantsOwnNamespace() {
        var local = new ServiceClass("local.yaml", "default", "Local", 10, PREMIUM.entries());
        var foreign = new ServiceClass("foreign.yaml", "elsewhere", "Foreign", 10, PREMIUM.entries());
        assertEquals(
                "Local",
                resolve(TestVariant.onA100("v"), PREMIUM, local, foreign).serviceClass());
        assertEquals(
                "Premium", resolve(TestVariant.onA100("v"), PREMIUM, foreign).serviceClass());
    }

    private static String assertNotNullText(@Nullable String text) {
        assertNotNull(text);
        return text == null ? "" : text;
    }
}
