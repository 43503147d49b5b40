package dev.inferno.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inferno.optimizer.BindingProof;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.optimizer.Unblocking;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The fleet of the original's integer program: four models on three accelerators counted by type, with optima found by
 * trying everything. Source: the data set of the solver test of inferno-autoscaler's first version.
 */
class PublishedFleetsTest {

    private static final Map<String, Double> PRICE = Map.of("A100", 1.0, "H100", 1.3, "A100P", 1.2);

    /** One node per type, for there only the total counts. */
    private static final String NODES = """
            kind: PlanningCase
            nodes:
            - {name: a100, labels: {type: A100}, allocatable: {cpu: "1", pods: "110", nvidia.com/gpu: "15"}}
            - {name: h100, labels: {type: H100}, allocatable: {cpu: "1", pods: "110", nvidia.com/gpu: "17"}}
            - {name: a100p, labels: {type: A100P}, allocatable: {cpu: "1", pods: "110", nvidia.com/gpu: "20"}}
            groups:
            - {name: flan, demand: 25, routing: leastLoaded}
            - {name: lama-8b, demand: 20, routing: leastLoaded}
            - {name: lama-80b, demand: 22, routing: leastLoaded}
            - {name: mistral, demand: 15, routing: leastLoaded}
            variants:
            """;

    /** @param most replicas that are possible at all */
    private static String option(String accelerator, int devices, double rate, int most) {
        var capacity = new StringBuilder();
        for (int replicas = 1; replicas <= most; replicas++) {
            capacity.append(replicas == 1 ? "" : ", ").append(replicas * rate);
        }
        return "  - {accelerator: %s, capacity: [%s], costPerReplicaHour: %s, "
                        .formatted(accelerator, capacity, devices * PRICE.getOrDefault(accelerator, 0.0))
                + "pod: {nodeSelector: {type: %s}, requests: {nvidia.com/gpu: \"%d\"}}}\n"
                        .formatted(accelerator, devices);
    }

    private static String variant(String name, String group, String more, String... options) {
        return "- name: " + name + "\n  group: " + group + "\n" + more + "  options:\n" + String.join("", options);
    }

    private static PlanningAnswer answer(String yaml) {
        var item = assertInstanceOf(
                DocumentStream.Item.Parsed.class,
                DocumentStream.parse(yaml, false).getFirst());
        PlanningProblem problem = PlanningProblems.of(item.as(PlanningCase.class));
        var plan = Optimizer.fast(StopSignal.NEVER).plan(problem);
        return PlanningAnswers.of("published", plan, BindingProof.of(problem, plan), Unblocking.of(problem, plan), 1);
    }

    private static Map<String, String> granted(PlanningAnswer answer) {
        var granted = new TreeMap<String, String>();
        answer.variants().forEach(variant -> {
            if (variant.granted() > 0) {
                granted.put(variant.name(), variant.granted() + " x " + variant.accelerator());
            }
        });
        return granted;
    }

    @Test
    void oneSetupPerModelWithLeastAndMostOfSome() {
        PlanningAnswer answer = answer(NODES
                + variant("flan", "flan", "  minReplicas: 1\n", option("A100", 6, 15, 9))
                + variant("lama-8b", "lama-8b", "", option("A100P", 5, 10, 3), option("A100", 3, 8, 2))
                + variant("lama-80b", "lama-80b", "", option("H100", 4, 12, 9), option("A100P", 7, 10, 9))
                + variant("mistral", "mistral", "  minReplicas: 1\n  maxReplicas: 2\n", option("H100", 1, 12, 2)));
        assertEquals(
                Map.of("flan", "2 x A100", "lama-8b", "2 x A100P", "lama-80b", "2 x H100", "mistral", "2 x H100"),
                granted(answer));
        assertEquals(37.0, answer.costPerHour(), 1e-9);
    }

    @Test
    void anyMixOfSetupsWithoutBounds() {
        PlanningAnswer answer = answer(NODES
                + variant("flan-a", "flan", "", option("A100", 6, 15, 9))
                + variant("flan-h", "flan", "", option("H100", 3, 20, 9))
                + variant("lama-8b-p", "lama-8b", "", option("A100P", 5, 10, 9))
                + variant("lama-8b-a", "lama-8b", "", option("A100", 3, 8, 9))
                + variant("lama-80b-h", "lama-80b", "", option("H100", 4, 12, 9))
                + variant("lama-80b-p", "lama-80b", "", option("A100P", 7, 10, 9))
                + variant("mistral-a", "mistral", "", option("A100", 4, 14, 9))
                + variant("mistral-h", "mistral", "", option("H100", 1, 12, 9)));
        assertEquals(
                Map.of(
                        "flan-h", "2 x H100",
                        "lama-8b-a", "3 x A100",
                        "lama-80b-h", "2 x H100",
                        "mistral-h", "2 x H100"),
                granted(answer));
        assertEquals(29.8, answer.costPerHour(), 1e-9);
        assertEquals(0.0, answer.optimalityGap());
    }
}
