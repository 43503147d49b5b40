package dev.inferno.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class VariantStateTest {

    private static List<@Nullable Long> kvTokens(VariantState variant) {
        return Arrays.asList(variant.spec().accelerators().stream()
                .map(AcceleratorProfile::kvTokens)
                .toArray(Long[]::new));
    }

    @Test
    void whatServersReportOfTheirKvCacheCountsWhereThereIsNoChoice() {
        VariantState one = TestVariant.onA100("v").state();
        VariantState kept =
                TestVariant.onA100("v").profile("G2", 1, TestFleet.G2, 8).state();

        assertEquals(List.of(4096L), kvTokens(one.withReportedKvTokens(4096)));
        assertEquals(Arrays.asList(4096L, null), kvTokens(kept.withReportedKvTokens(4096)));
    }

    @Test
    void itIsNoReasonToChooseAnotherAccelerator() {
        VariantState free = TestVariant.onA100("v")
                .profile("G2", 1, TestFleet.G2, 8)
                .optimize(PlacementMode.TEMPLATE)
                .state();

        assertEquals(Arrays.asList(null, null), kvTokens(free.withReportedKvTokens(4096)));
    }

    @Test
    void theUsersNumberStays() {
        VariantState one = TestVariant.onA100("v").state();
        VariantState given = new VariantState(
                one.key(),
                one.generation(),
                one.created(),
                one.spec()
                        .withAccelerators(
                                List.of(one.spec().accelerators().getFirst().withKvTokens(100))),
                one.target());

        assertEquals(List.of(100L), kvTokens(given.withReportedKvTokens(4096)));
    }
}
