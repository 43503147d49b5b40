package dev.inferno.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.GatedPods.Fate;
import dev.inferno.decision.GatedPods.Guidance;
import dev.inferno.decision.GatedPods.Pod;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.PlacementMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatedPodsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Predicate<String> ROOM = node -> true;

    @Test
    void everyWaitingPodGetsAPlannedPlaceThatNoOtherHas() {
        var fates = fates(planned(Map.of("a", 2, "b", 1)), ROOM, bound("r", "a"), waiting("x", 0), waiting("y", 0));

        assertEquals(List.of(new Fate.Place("x", "a"), new Fate.Place("y", "b")), fates);
    }

    @Test
    void oneThatIsLetGoAndNotBoundYetHasItsPlace() {
        var fates = fates(planned(Map.of("a", 1, "b", 1)), ROOM, bound("pinned", "a"), waiting("x", 0));

        assertEquals(List.of(new Fate.Place("x", "b")), fates);
    }

    @Test
    void aPodElsewhereTakesNoPlannedPlace() {
        var fates = fates(planned(Map.of("a", 1)), ROOM, bound("stray", "z"), waiting("x", 0));

        assertEquals(List.of(new Fate.Place("x", "a")), fates);
    }

    @Test
    void onePodTooManyWaitsForTheNextDecisionUntilTheDeadline() {
        Guidance plan = planned(Map.of("a", 1));

        assertEquals(List.of(), fates(plan, ROOM, bound("r", "a"), waiting("x", 29)));
        assertEquals(
                List.of(new Fate.Free("x", "the plan has no node for it that takes it now")),
                fates(plan, ROOM, bound("r", "a"), waiting("x", 30)));
    }

    @Test
    void aPlannedNodeThatTakesNoPodNowIsPassedOver() {
        Guidance plan = planned(Map.of("a", 1, "b", 1));

        assertEquals(List.of(new Fate.Place("x", "b")), fates(plan, node -> node.equals("b"), waiting("x", 0)));
        assertEquals(List.of(), fates(plan, node -> false, waiting("x", 0)));
        assertEquals(1, fates(plan, node -> false, waiting("x", 31)).size());
    }

    @Test
    void surgeOfARolloutIsLetGoAtOnceAndWhatFollowsIsPlaced() {
        Guidance plan = planned(Map.of("a", 2));
        Pod old = new Pod("old", false, "a", "h1", Duration.ZERO);
        Pod second = new Pod("old2", false, "a", "h1", Duration.ZERO);
        Pod young = new Pod("x", true, null, "h2", Duration.ZERO);

        assertEquals(
                List.of(new Fate.Free("x", "a rollout starts more pods than are planned")),
                fates(plan, ROOM, old, second, young));
        assertEquals(List.of(new Fate.Place("x", "a")), fates(plan, ROOM, old, young));
        assertEquals(List.of(), fates(plan, node -> false, old, young), "the place may still come free");
    }

    @Test
    void whereNobodyPlacesPodsTheyGoAtOnce() {
        assertEquals(
                List.of(new Fate.Free("x", "paused"), new Fate.Free("y", "paused")),
                fates(new Guidance.Nobody("paused"), ROOM, waiting("y", 0), waiting("x", 0), bound("r", "a")));
    }

    @Test
    void whatIsNotKnownYetIsWaitedForUntilTheDeadline() {
        var unknown = new Guidance.Unknown("no decision yet");

        assertEquals(
                List.of(new Fate.Free("late", "no decision yet")),
                fates(unknown, ROOM, waiting("late", 30), waiting("new", 29)));
    }

    @Test
    void aDecisionIsFollowedOnlyWhereThisOperatorScalesInThisMode() {
        TestVariant gated =
                TestVariant.onA100("v").optimize(PlacementMode.GATES).replicas(2);

        assertEquals(planned(Map.of("n1", 2)), guidance(gated, null, true));
        assertInstanceOf(Guidance.Nobody.class, guidance(gated.actuation(ActuationMode.METRICS), null, true));
        assertInstanceOf(Guidance.Nobody.class, guidance(gated.actuation(ActuationMode.ADVISE), null, true));
        assertInstanceOf(Guidance.Nobody.class, guidance(gated.paused(), planned(Map.of("n1", 2)), true));
        assertInstanceOf(
                Guidance.Nobody.class,
                guidance(TestVariant.onA100("v").optimize(PlacementMode.NODE_LABELS), planned(Map.of("n1", 2)), true));
    }

    @Test
    void aPlanStillCountsWhileMetricsAreMissingAndWithoutOneNothingIsWaitedFor() {
        TestVariant gated =
                TestVariant.onA100("v").optimize(PlacementMode.GATES).replicas(2);
        Guidance before = planned(Map.of("n1", 2));

        assertEquals(before, guidance(gated, before, false));
        assertInstanceOf(Guidance.Nobody.class, guidance(gated, null, false));
    }

    private static Guidance guidance(TestVariant variant, @Nullable Guidance before, boolean metrics) {
        TestFleet fleet = Decisions.running(variant);
        fleet = metrics
                ? fleet.perMinute(44)
                : fleet.reading(
                        TestFleet.MODEL,
                        new LoadReading.Missing(LoadReading.Missing.Cause.NO_SAMPLES, "no pod reports"));
        CycleSnapshot seen = fleet.snapshot();
        VariantDecision decided = Decisions.decide(seen).variants().getFirst();
        return GatedPods.guidance(decided, Objects.requireNonNull(seen.variant(decided.key())), before);
    }

    /** Whatever is planned, stands and waits: no node gets more than planned, nobody gets two fates, and none waits for ever. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void neverGivesMorePlacesThanPlannedAndStrandsNobody(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        for (int world = 0; world < 500; world++) {
            Map<String, Integer> plan = new HashMap<>();
            Map<String, Integer> room = new HashMap<>();
            for (String node : List.of("a", "b", "c")) {
                plan.put(node, random.nextInt(3));
                room.put(node, random.nextInt(3));
            }
            List<Pod> pods = new ArrayList<>();
            Map<String, Integer> had = new HashMap<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                boolean gated = random.nextBoolean();
                String place = gated ? null : List.of("a", "b", "z").get(random.nextInt(3));
                had.merge(String.valueOf(place), 1, Integer::sum);
                String template = "h" + random.nextInt(2);
                pods.add(new Pod("p" + i, gated, place, template, Duration.ofSeconds(random.nextInt(60))));
            }

            var fates = GatedPods.fates(planned(plan), pods, node -> room.merge(node, -1, Integer::sum) >= 0, DEADLINE);

            for (String node : plan.keySet()) {
                long given = fates.stream()
                        .filter(fate ->
                                fate instanceof Fate.Place place && place.node().equals(node))
                        .count();
                assertTrue(
                        given <= Math.max(0, plan.get(node) - had.getOrDefault(node, 0)),
                        "seed " + seed + ", world " + world + ": " + plan + pods + fates);
            }
            assertEquals(fates.size(), fates.stream().map(Fate::pod).distinct().count());
            assertEquals(
                    List.of(),
                    pods.stream()
                            .filter(pod -> pod.gated() && pod.waited().compareTo(DEADLINE) >= 0)
                            .filter(pod ->
                                    fates.stream().noneMatch(fate -> fate.pod().equals(pod.name())))
                            .toList());
        }
    }

    private static Guidance planned(Map<String, Integer> placement) {
        return new Guidance.Planned(new TreeMap<>(placement));
    }

    private static Pod waiting(String name, int seconds) {
        return new Pod(name, true, null, "h1", Duration.ofSeconds(seconds));
    }

    private static Pod bound(String name, String node) {
        return new Pod(name, false, node, "h1", Duration.ZERO);
    }

    private static List<Fate> fates(Guidance guidance, Predicate<String> takes, Pod... pods) {
        return GatedPods.fates(guidance, List.of(pods), takes, DEADLINE);
    }
}
