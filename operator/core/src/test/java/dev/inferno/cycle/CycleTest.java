package dev.inferno.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Action;
import dev.inferno.decision.Condition.Status;
import dev.inferno.decision.Condition.Type;
import dev.inferno.decision.Guardrails;
import dev.inferno.documents.RecordJson;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.SearchBudget;
import dev.inferno.topology.placement.FreeDevices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CycleTest {

    private static final Brain BRAIN =
            new Brain(Analyzer.create(), Optimizer.fast(StopSignal.NEVER), Guardrails.standard());

    private final List<String> steps = new ArrayList<>();
    private final List<Memory> kept = new ArrayList<>();
    private final List<CycleReport> published = new ArrayList<>();

    /** Two variants of two models: "a" must grow to 3, "b" to 2. */
    private static CycleSnapshot snapshot() {
        return new TestFleet()
                .nvidia("n1", 8)
                .classes(
                        TestVariant.classOf("a.yaml", "A", 1, "ma", TestFleet.premium()),
                        TestVariant.classOf("b.yaml", "B", 2, "mb", TestFleet.premium()))
                .variant(TestVariant.onA100("a").model("ma"))
                .variant(TestVariant.onA100("b").model("mb"))
                .running("a", "n1", 1, "nvidia.com/gpu")
                .running("b", "n1", 1, "nvidia.com/gpu")
                .perMinute("ma", 60)
                .perMinute("mb", 40)
                .snapshot();
    }

    /** Notes when each step begins; the steps themselves are the real ones. */
    private Brain noting() {
        return new Brain(
                seen -> {
                    steps.add("analyse");
                    return BRAIN.analyzer().analyse(seen);
                },
                new Optimizer() {
                    @Override
                    public FleetPlan plan(PlanningProblem problem) {
                        return BRAIN.optimizer().plan(problem);
                    }

                    @Override
                    public FleetPlan plan(List<ServingGroup> groups, CycleSnapshot seen) {
                        steps.add("plan");
                        return BRAIN.optimizer().plan(groups, seen);
                    }
                },
                (plan, groups, seen) -> {
                    steps.add("decide");
                    return BRAIN.guardrails().decide(plan, groups, seen);
                });
    }

    private CycleReport run(CycleSnapshot seen, Function<Action, ActionResult> actuator) {
        return run(seen, noting(), actuator);
    }

    private CycleReport run(CycleSnapshot seen, Brain brain, Function<Action, ActionResult> actuator) {
        double[] clock = {0};
        SnapshotSource source = trigger -> {
            steps.add("snapshot " + trigger);
            return seen;
        };
        Actuator acting = actions -> {
            steps.add("act");
            return actions.stream().map(actuator).toList();
        };
        MemoryStore store = new MemoryStore() {
            @Override
            public Memory load() {
                return Memory.EMPTY;
            }

            @Override
            public void keep(Memory memory) {
                steps.add("remember");
                kept.add(memory);
            }
        };
        ReportSink sink = report -> {
            steps.add("report");
            published.add(report);
        };
        return new Cycle(source, brain, acting, store, sink, () -> clock[0]++).run("timer");
    }

    private static void assertActuated(CycleReport report, int variant, Status status, String reason, Status ready) {
        var decided = report.decision().variants().get(variant);
        assertEquals(status, decided.condition(Type.Actuated).status());
        assertEquals(reason, decided.condition(Type.Actuated).reason());
        assertEquals(ready, decided.condition(Type.Ready).status());
    }

    @Test
    void goesThroughTheStepsInOrder() {
        var report = run(snapshot(), ActionResult.Done::new);
        assertEquals(List.of("snapshot timer", "analyse", "plan", "decide", "act", "remember", "report"), steps);
        assertEquals(
                Set.of("snapshot", "analyse", "plan", "decide", "act"),
                report.stageSeconds().keySet());
        report.stageSeconds().values().forEach(seconds -> assertEquals(1, seconds));
        assertSame(report, published.getFirst());
        assertEquals(List.of(BRAIN.decide(snapshot()).memory()), kept);
        assertEquals(BRAIN.decide(snapshot()), report.decision());
        assertActuated(report, 0, Status.True, "Applied", Status.True);
    }

    @Test
    void aFailedActionTurnsItsVariantsConditionsAndNoOthers() {
        var report = run(
                snapshot(),
                action -> action.variant().name().equals("a")
                        ? new ActionResult.Failed(action, "the API server answered 500")
                        : new ActionResult.Done(action));
        assertActuated(report, 0, Status.False, "PatchFailed", Status.False);
        var failed = report.decision().variants().getFirst();
        assertEquals(
                "Actuated: the API server answered 500",
                failed.condition(Type.Ready).message());
        assertEquals(Status.True, failed.condition(Type.CapacityAvailable).status());
        assertActuated(report, 1, Status.True, "Applied", Status.True);
    }

    @Test
    void aRefusedActionIsHeld() {
        var report = run(snapshot(), action -> new ActionResult.Refused(action, "the Deployment changed"));
        assertActuated(report, 0, Status.False, "Held", Status.False);
        assertActuated(report, 1, Status.False, "Held", Status.False);
    }

    @Test
    void aChangeThatWasNotCarriedOutIsNotRemembered() {
        run(
                snapshot(),
                action -> action.variant().name().equals("a")
                        ? new ActionResult.Failed(action, "no")
                        : new ActionResult.Done(action));
        var variants = kept.getFirst().variants();
        var failed = Objects.requireNonNull(variants.get("default/a"));
        assertEquals(List.of(), failed.scalings());
        assertEquals(1, failed.demand().size());
        assertEquals(
                1, Objects.requireNonNull(variants.get("default/b")).scalings().size());
    }

    @Test
    void theReportSaysWhatIsFreeForTheSizesInUseAlsoWhileLoadIsUnknown() {
        CycleSnapshot seen = new TestFleet()
                .nvidia("n1", 8)
                .amd("n2", 4)
                .variant(TestVariant.named("a")
                        .profile("A100", 2, TestFleet.A100, 4)
                        .requests(Map.of("nvidia.com/gpu", 2L)))
                .pod("foreign", "n1", "nvidia.com/gpu", 3)
                .snapshot();

        assertEquals(
                List.of(
                        new FreeDevices(
                                "A100-80GB-PCIe",
                                5,
                                OptionalDouble.of(1),
                                List.of(new FreeDevices.Size(2, 2, 1 - 4 / 5.0))),
                        new FreeDevices("MI300X-192GB", 4, OptionalDouble.empty(), List.of())),
                run(seen, ActionResult.Done::new).free());
        assertEquals(
                List.of(),
                run(new TestFleet().inventoryUnknown().snapshot(), ActionResult.Done::new)
                        .free());
    }

    @Test
    void aLostConnectionEndsTheCycleWithNothingDone() {
        SnapshotSource lost = trigger -> {
            throw new LostConnection("no API server", new IllegalStateException("refused"));
        };
        MemoryStore store = new MemoryStore() {
            @Override
            public Memory load() {
                return Memory.EMPTY;
            }

            @Override
            public void keep(Memory memory) {
                kept.add(memory);
            }
        };
        var cycle = new Cycle(
                lost,
                noting(),
                actions -> {
                    steps.add("act");
                    return List.of();
                },
                store,
                published::add,
                () -> 0);
        assertThrows(LostConnection.class, () -> cycle.run("timer"));
        assertEquals(List.of(), steps);
        assertEquals(List.of(), kept);
        assertEquals(List.of(), published);
    }

    @Test
    void aPlanThatTheClockStoppedIsReplayedToWhereItWas() {
        StopSignal atOnce = millis -> () -> true;
        var hurried = new Brain(Analyzer.create(), Optimizer.fast(atOnce), Guardrails.standard());
        var report = run(within(snapshot(), SearchBudget.DEFAULT.within(1)), hurried, ActionResult.Done::new);
        assertEquals(SearchBudget.DEFAULT.recorded(0L), report.seen().budget());
        assertEquals(BRAIN.decide(report.seen()), report.decision());
        var unhurried = run(within(snapshot(), SearchBudget.DEFAULT.within(1)), BRAIN, ActionResult.Done::new);
        assertEquals(SearchBudget.DEFAULT, unhurried.seen().budget());
    }

    private static CycleSnapshot within(CycleSnapshot seen, SearchBudget budget) {
        return new CycleSnapshot(
                seen.id(),
                seen.takenAt(),
                seen.trigger(),
                seen.policy(),
                seen.inventory(),
                seen.variants(),
                seen.loads(),
                seen.memory(),
                budget);
    }

    @Test
    void theSameSnapshotIsDecidedToTheSameBytes() {
        CycleSnapshot seen = snapshot();
        String decided = RecordJson.write(BRAIN.decide(seen));
        assertEquals(decided, RecordJson.write(BRAIN.decide(seen)));
        CycleSnapshot read = RecordJson.read(RecordJson.write(seen), CycleSnapshot.class);
        assertEquals(seen, read);
        assertEquals(decided, RecordJson.write(BRAIN.decide(read)));
    }
}
