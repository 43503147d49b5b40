package dev.inferno.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.queueing.Reference;
import dev.inferno.queueing.Reference.Case;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Systems of the original, planned from its own candidates: servers with priorities, devices counted by type. Where its
 * greedy solver is beaten by what is possible, the possible is asked for. Source: PROVENANCE.md of the reference vectors.
 */
class OriginalSystemsTest {

    /** A candidate with more can neither be placed nor chosen: some need a million. */
    private static final int MOST_REPLICAS = 10_000;

    /** One row of the original's candidates. */
    private record Candidate(int server, int accelerator, int replicas, double cost, double value, int units) {

        static Candidate of(JsonArray row) {
            return new Candidate(
                    row.get(0).getAsInt(),
                    row.get(1).getAsInt(),
                    row.get(2).getAsInt(),
                    row.get(4).getAsDouble(),
                    row.get(5).getAsDouble(),
                    row.get(10).getAsInt());
        }

        /** Served without anything, for want of load. */
        boolean isNothing() {
            return accelerator < 0;
        }
    }

    static Stream<Case> systems() {
        return Reference.cases("system-prefill4.json.gz").stream()
                .filter(system -> system.has("candidates"))
                .filter(system ->
                        candidates(system).stream().allMatch(candidate -> candidate.replicas() <= MOST_REPLICAS));
    }

    @Test
    void thereAreManyOfThem() {
        assertTrue(systems().count() > 40, "systems: " + systems().count());
    }

    @ParameterizedTest
    @MethodSource("systems")
    void withoutLimitsEveryServerGetsItsCheapest(Case system) {
        Map<String, PlanningAnswer.Variant> plan = plan(system, "unlimited: true");
        Case original = runs(system)
                .filter(run -> run.json().get("unlimited").getAsBoolean())
                .findFirst()
                .orElseThrow();
        for (int server = 0; server < servers(system).size(); server++) {
            List<Candidate> own = candidates(system, server);
            if (own.isEmpty() || own.getFirst().isNothing()) {
                continue;
            }
            PlanningAnswer.Variant got = Objects.requireNonNull(plan.get(name(system, server)));
            Candidate cheapest = own.stream()
                    .min(Comparator.comparingDouble(Candidate::cost))
                    .orElseThrow();
            assertEquals(cheapest.cost(), cost(system, server, got), 1e-3, got::toString);
            assertSameWhereItIsTheOriginals(system, original, server, cheapest, got);
        }
    }

    /** The original takes the cheapest change from what runs, so only where that is the cheapest accelerator, too, and the only one. */
    private static void assertSameWhereItIsTheOriginals(
            Case system, Case original, int server, Candidate cheapest, PlanningAnswer.Variant got) {
        JsonArray chosen = original.json().getAsJsonArray("alloc").get(server).getAsJsonArray();
        boolean alone = candidates(system, server).stream()
                        .filter(other -> other.cost() <= cheapest.cost())
                        .count()
                == 1;
        if (alone && chosen.get(0).getAsInt() == cheapest.accelerator()) {
            assertEquals(accelerator(system, cheapest.accelerator()), got.accelerator());
            assertEquals(chosen.get(1).getAsInt(), got.granted());
        }
    }

    @ParameterizedTest
    @MethodSource("systems")
    void allOrNothingServesAsManyByPriorityAsCanBe(Case system) {
        Map<String, PlanningAnswer.Variant> plan = plan(system, "saturationPolicy: None");
        assertEquals(best(system), full(system, plan));
        double cost = 0;
        for (int server = 0; server < servers(system).size(); server++) {
            cost += cost(system, server, plan.get(name(system, server)));
        }
        assertEquals(system.part("best").number("minCost"), cost, 1e-3);
    }

    /** Dealing takes nothing from those served whole, or only from less important ones; and leaves nothing that lacks a place. */
    @ParameterizedTest
    @MethodSource("systems")
    void dealingComesAfterThoseServedWhole(Case system) {
        for (String policy : List.of("PriorityExhaustive", "PriorityRoundRobin", "RoundRobin")) {
            for (boolean delayed : List.of(true, false)) {
                String solver = "saturationPolicy: " + policy + ", delayedBestEffort: " + delayed;
                Map<String, PlanningAnswer.Variant> plan = plan(system, solver);
                Map<Integer, Integer> full = full(system, plan);
                if (delayed) {
                    assertEquals(best(system), full, solver);
                }
                assertEquals(
                        best(system).firstEntry(), full.entrySet().iterator().next(), solver);
                assertNothingLeft(system, plan, solver);
            }
        }
    }

    private static void assertNothingLeft(Case system, Map<String, PlanningAnswer.Variant> plan, String solver) {
        var left = new TreeMap<String, Integer>();
        system.part("capacity").json().asMap().forEach((type, units) -> left.put(type, units.getAsInt()));
        for (int server = 0; server < servers(system).size(); server++) {
            PlanningAnswer.Variant got = plan.get(name(system, server));
            if (got != null && got.granted() > 0) {
                Candidate used = used(system, server, got);
                left.merge(type(system, used), -used.units() / used.replicas() * got.granted(), Integer::sum);
            }
        }
        for (int server = 0; server < servers(system).size(); server++) {
            PlanningAnswer.Variant got = plan.get(name(system, server));
            for (Candidate candidate : candidates(system, server)) {
                if (got != null
                        && !isFull(system, server, got)
                        && (got.granted() == 0 || candidate.equals(used(system, server, got)))) {
                    int free = left.getOrDefault(type(system, candidate), 0);
                    assertTrue(
                            free < candidate.units() / candidate.replicas(), () -> solver + ": " + got + ", " + left);
                }
            }
        }
    }

    private static TreeMap<Integer, Integer> best(Case system) {
        var full = new TreeMap<Integer, Integer>();
        system.part("best")
                .part("fullByPriority")
                .json()
                .asMap()
                .forEach((priority, count) -> full.put(Integer.parseInt(priority), count.getAsInt()));
        return full;
    }

    /** Of the servers that have candidates at all, how many get all they need, by priority. */
    private static TreeMap<Integer, Integer> full(Case system, Map<String, PlanningAnswer.Variant> plan) {
        var full = new TreeMap<Integer, Integer>();
        for (int server = 0; server < servers(system).size(); server++) {
            List<Candidate> own = candidates(system, server);
            if (!own.isEmpty()) {
                PlanningAnswer.Variant got = plan.get(name(system, server));
                boolean isFull = own.getFirst().isNothing() || got != null && isFull(system, server, got);
                full.merge(Integer.parseInt(priority(system, server)), isFull ? 1 : 0, Integer::sum);
            }
        }
        return full;
    }

    private static boolean isFull(Case system, int server, PlanningAnswer.Variant got) {
        return got.granted() > 0 && used(system, server, got).replicas() == got.granted();
    }

    private static String type(Case system, Candidate candidate) {
        return accelerators(system).get(candidate.accelerator()).text("type");
    }

    private static double cost(Case system, int server, PlanningAnswer.@Nullable Variant got) {
        return got == null || got.granted() == 0
                ? 0
                : used(system, server, got).cost() / used(system, server, got).replicas() * got.granted();
    }

    private static Candidate used(Case system, int server, PlanningAnswer.Variant got) {
        return candidates(system, server).stream()
                .filter(candidate ->
                        accelerator(system, candidate.accelerator()).equals(got.accelerator()))
                .findFirst()
                .orElseThrow();
    }

    /** Planned by the document that a user would write; a server without candidates is not in it. */
    private static Map<String, PlanningAnswer.Variant> plan(Case system, String solver) {
        var text = new StringBuilder("kind: PlanningCase\nsolver: {")
                .append(solver)
                .append("}\nnodes:\n");
        system.part("capacity")
                .json()
                .asMap()
                .forEach((type, units) -> text.append(
                        "- {name: %s, labels: {type: %s}, allocatable: {cpu: \"1\", pods: \"100000\", nvidia.com/gpu: \"%d\"}}\n"
                                .formatted(type.toLowerCase(Locale.ROOT), type, units.getAsInt())));
        text.append("variants:\n");
        for (int server = 0; server < servers(system).size(); server++) {
            List<Candidate> own = candidates(system, server);
            if (own.stream().anyMatch(candidate -> !candidate.isNothing())) {
                text.append("- name: ")
                        .append(name(system, server))
                        .append("\n  priority: ")
                        .append(priority(system, server))
                        .append("\n  options:\n");
                own.forEach(candidate -> text.append(option(system, candidate)));
            }
        }
        var parsed = assertInstanceOf(
                DocumentStream.Item.Parsed.class,
                DocumentStream.parse(text.toString(), false).getFirst());
        var problem = PlanningProblems.of(parsed.as(PlanningCase.class));
        var plan = Optimizer.fast(StopSignal.NEVER).plan(problem);
        var byName = new TreeMap<String, PlanningAnswer.Variant>();
        PlanningAnswers.of("system", plan, null, List.of(), 1)
                .variants()
                .forEach(variant -> byName.put(variant.name(), variant));
        return byName;
    }

    private static String option(Case system, Candidate candidate) {
        return "  - {accelerator: %s, replicas: %d, costPerReplicaHour: %s, pod: {nodeSelector: {type: %s}, "
                        .formatted(
                                accelerator(system, candidate.accelerator()),
                                candidate.replicas(),
                                candidate.cost() / candidate.replicas(),
                                type(system, candidate))
                + "requests: {nvidia.com/gpu: \"%d\"}}}\n".formatted(candidate.units() / candidate.replicas());
    }

    private static Stream<Case> runs(Case system) {
        return system.list("runs").stream();
    }

    private static List<Case> accelerators(Case system) {
        return system.list("accelerators");
    }

    private static String accelerator(Case system, int index) {
        return accelerators(system).get(index).text("name");
    }

    private static List<Candidate> candidates(Case system, int server) {
        return candidates(system).stream()
                .filter(candidate -> candidate.server() == server)
                .toList();
    }

    private static List<Candidate> candidates(Case system) {
        var candidates = new ArrayList<Candidate>();
        for (JsonElement row : system.json().getAsJsonArray("candidates")) {
            candidates.add(Candidate.of(row.getAsJsonArray()));
        }
        return candidates;
    }

    private static JsonArray servers(Case system) {
        return system.json().getAsJsonArray("servers");
    }

    private static String name(Case system, int server) {
        return servers(system).get(server).getAsJsonArray().get(0).getAsString();
    }

    private static String priority(Case system, int server) {
        String of = servers(system).get(server).getAsJsonArray().get(1).getAsString();
        JsonObject found = system.list("classes").stream()
                .filter(service -> service.text("name").equals(of))
                .findFirst()
                .orElseThrow()
                .json();
        return found.get("priority").getAsString();
    }
}
