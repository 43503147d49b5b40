package dev.inferno.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.Routing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.Budget;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.NodePool;
import dev.inferno.snapshot.Reserve;
import dev.inferno.snapshot.ServiceClass;
import dev.inferno.topology.CatalogueEntry;
import dev.inferno.topology.LinkKind;
import dev.inferno.topology.Product;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.Taint;
import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.Vendor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetPolicyReaderTest {

    private static final String PREMIUM = """
            name: Premium
            priority: 1
            data:
              - model: default/default
                slo-itl: 24
                slo-ttw: 500
              - model: llama0-70b
                slo-tpot: 80
                slo-ttft: 500
            """;

    private static final Map<String, String> OWN = Map.of("own", "{\"device\": \"NoVendors-Chip\", \"cost\": 3}");

    private final FleetPolicyReader reader = new FleetPolicyReader();
    private final LiveSettings settings = new LiveSettingsReader(ConfigSources.read(
                    List.of("--prometheus-base-url=http://p:9090"), Map.of("INFERNO_ROUTING", "random")))
            .resolve("main", null);

    private FleetPolicy read(@Nullable Map<String, String> costs, @Nullable Map<String, String> classes) {
        return read(costs, classes, null, null, null, null);
    }

    private FleetPolicy read(
            @Nullable Map<String, String> costs,
            @Nullable Map<String, String> classes,
            @Nullable Map<String, String> budgets,
            @Nullable Map<String, String> reserves,
            @Nullable Map<String, String> pools,
            @Nullable Map<String, String> catalogue) {
        var tables = new PolicyTables(costs, classes, budgets, reserves, pools, catalogue, "saturation", null);
        return reader.read(tables, settings, new ArrayList<>());
    }

    private FleetPolicy budgets(Map<String, String> data) {
        return read(OWN, null, data, null, null, null);
    }

    private FleetPolicy reserves(Map<String, String> data) {
        return read(OWN, null, null, data, null, null);
    }

    private FleetPolicy pools(Map<String, String> data) {
        return read(OWN, null, null, null, data, null);
    }

    private FleetPolicy catalogue(Map<String, String> data) {
        return read(OWN, null, null, null, null, data);
    }

    private FleetPolicy accelerators(Map<String, String> data) {
        return read(data, Map.of());
    }

    private FleetPolicy classes(Map<String, String> data) {
        return read(Map.of(), data);
    }

    private static String problem(FleetPolicy policy) {
        assertEquals(1, policy.problems().size(), () -> policy.problems().toString());
        return policy.problems().getFirst().message();
    }

    @Test
    void readsTheTablesOfTheOriginals() {
        FleetPolicy policy = read(
                Map.of("A100", "{\"device\": \"NVIDIA-A100-PCIE-80GB\", \"cost\": \"40.00\"}\n", "L40S", "12.50\n"),
                Map.of("premium.yaml", PREMIUM));
        assertEquals(List.of(), policy.problems());
        assertEquals(
                List.of(
                        new Accelerator("A100", "NVIDIA-A100-PCIE-80GB", 40, null, 1),
                        new Accelerator("L40S", "L40S", 12.5, null, 1)),
                policy.accelerators());
        assertEquals(
                List.of(new ServiceClass(
                        "premium.yaml",
                        null,
                        "Premium",
                        1,
                        List.of(
                                new ServiceClass.Entry("default/default", ServiceLevel.ofMeans(0, 24, 500)),
                                new ServiceClass.Entry("llama0-70b", ServiceLevel.ofMeans(500, 80, 0))))),
                policy.classes());
        assertEquals(Routing.RANDOM, policy.routing());
    }

    @Test
    void readsOurAdditions() {
        FleetPolicy policy = read(
                Map.of("H100", """
                        {"device": "NVIDIA-H100", "cost": 75, "resource": "nvidia.com/gpu", "multiplicity": 2,
                         "products": ["NVIDIA-H100-80GB-HBM3"], "memoryGiB": 80}"""),
                Map.of(
                        "a",
                        "{name: A, percentile: p95, data: [{model: m, slo-ttft: 800, slo-tps: 2000}, {model: n, percentile: p99}]}"));
        assertEquals(List.of(), policy.problems());
        assertEquals(
                new Accelerator("H100", "NVIDIA-H100", 75, "nvidia.com/gpu", 2),
                policy.accelerators().getFirst());
        ServiceClass read = policy.classes().getFirst();
        assertEquals(100, read.priority());
        assertEquals(
                new ServiceLevel(800, 0, 0, 2000, "p95", "mean"),
                read.entries().get(0).level());
        assertEquals("p99", read.entries().get(1).level().percentile());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abc | the cost is \"abc\"; it must be a decimal number of at least 0",
                "-1 | the cost is \"-1\"",
                "NaN | the cost is \"NaN\"",
                "1e999 | the cost is \"1e999\"",
                "40d | the cost is \"40d\"",
                "{\"device\":\"x\"} | cost is missing",
                "{\"device\":\"x\",\"cost\":\"-2\"} | cost is \"-2\"; it must be a decimal number of at least 0",
                "{\"device\":\"x\",\"cost\":true} | cost is \"true\"",
                "{\"device\":\"\",\"cost\":1} | device is",
                "{\"devise\":\"x\",\"cost\":1} | unknown field devise; did you mean device?",
                "{\"device\":\"x\",\"cost\":1,\"multiplicity\":0} | multiplicity is \"0\"; it must be a whole number from 1",
                "{\"device\":\"x\",\"cost\":1,\"multiplicity\":1.5} | multiplicity is \"1.5\"",
                "{\"device\":\"x\",\"cost\":1,\"resource\":\"gpu\"} | resource is \"gpu\"; it must be an extended resource",
                "{\"device\":\"x\",\"cost\":1,\"products\":\"y\"} | products is \"y\"; it must be a list",
                "{\"device\":\"x\",\"cost\":1,\"memoryGiB\":-1} | memoryGiB is \"-1\"",
                "{\"device\":\"x\",\"cost\":1 | not valid JSON",
                "{device: x, cost: 1} | not valid JSON",
                "{\"cost\":1,\"cost\":2} | not valid JSON",
            })
    void aMalformedAcceleratorFailsAloneAndKeepsItsLastGoodValue(String text, String message) {
        FleetPolicy first = accelerators(Map.of("A", text, "B", "2"));
        assertTrue(problem(first).startsWith("A: " + message), problem(first));
        assertTrue(problem(first).endsWith("the entry is left out"), problem(first));
        assertEquals(
                List.of("B"),
                first.accelerators().stream().map(Accelerator::name).toList());

        accelerators(Map.of("A", "1", "B", "2"));
        FleetPolicy later = accelerators(Map.of("A", text, "B", "3"));
        assertEquals(
                "ConfigMap accelerator-unit-costs", later.problems().getFirst().source());
        assertEquals("A", later.problems().getFirst().key());
        assertEquals(
                List.of(1.0, 3.0),
                later.accelerators().stream().map(Accelerator::costPerHour).toList());
    }

    @Test
    void aRemovedEntryIsForgottenAndAVanishedConfigMapIsNot() {
        accelerators(Map.of("A", "1", "B", "2"));
        assertEquals(1, accelerators(Map.of("A", "1")).accelerators().size());
        FleetPolicy gone = read(null, null);
        assertEquals(1, gone.accelerators().size());
        assertTrue(problem(gone).contains("is gone"), problem(gone));
        assertEquals(List.of(), accelerators(Map.of()).accelerators());
        assertTrue(problem(new FleetPolicyReaderTest().read(null, null)).contains("does not exist"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: [ | not valid YAML in line 1",
                "just words | the document must be a mapping",
                "{priority: 1} | name is missing",
                "{name: A, priorty: 1} | unknown field priorty; did you mean priority?",
                "{name: A, priority: high} | priority is \"high\"; it must be a whole number",
                "{name: A, percentile: p49} | percentile is \"p49\"; it must be mean or p50 to p99",
                "{name: A, data: none} | data is \"none\"; it must be a list",
                "{name: A, name: B} | not valid YAML",
            })
    void aMalformedFileFailsAloneAndKeepsItsLastGoodValue(String text, String message) {
        FleetPolicy first = classes(Map.of("a", text, "premium.yaml", PREMIUM));
        assertTrue(problem(first).startsWith("a: " + message), problem(first));
        assertEquals(1, first.classes().size());
        classes(Map.of("a", "{name: Old}"));
        FleetPolicy later = classes(Map.of("a", text, "premium.yaml", PREMIUM));
        assertEquals(
                List.of("Old", "Premium"),
                later.classes().stream().map(ServiceClass::name).toList());
        assertEquals(
                "ConfigMap service-classes-config", later.problems().getFirst().source());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{model: m, slo-itl: fast} | data[1] of model m: slo-itl is \"fast\"; it must be a decimal number of at least 0",
                "{model: m, slo-itl: -1} | data[1] of model m: slo-itl is \"-1\"",
                "{model: m, slo-itl: .inf} | data[1] of model m: slo-itl is \"Infinity\"",
                "{model: m, slo-itl: .nan} | data[1] of model m: slo-itl is \"NaN\"",
                "{model: m, slo-ttft: 500ms} | data[1] of model m: slo-ttft is \"500ms\"",
                "{model: m, slo-tpo: 1} | data[1] of model m: unknown field slo-tpo; did you mean slo-tpot?",
                "{model: m, slo-tpot: 1, slo-itl: 2} | data[1] of model m: slo-tpot is 1.0 and slo-itl is 2.0",
                "{model: m, percentile: 95} | data[1] of model m: percentile is \"95\"",
            })
    void aMalformedItemFailsAloneAndKeepsItsModelsLastGoodLevel(String item, String message) {
        String rest = ", {model: n, slo-itl: 5}]}";
        FleetPolicy first = classes(Map.of("a", "{name: A, data: [" + item + rest));
        assertTrue(problem(first).startsWith("a: " + message), problem(first));
        assertEquals(List.of("n"), models(first));
        classes(Map.of("a", "{name: A, data: [{model: m, slo-itl: 7}" + rest));
        FleetPolicy later = classes(Map.of("a", "{name: A, data: [" + item + rest));
        assertEquals(List.of("m", "n"), models(later));
        assertEquals(7, later.classes().getFirst().entries().getFirst().level().itlMillis());
    }

    private static List<String> models(FleetPolicy policy) {
        return policy.classes().getFirst().entries().stream()
                .map(ServiceClass.Entry::model)
                .toList();
    }

    @Test
    void itemsWithoutModelAndSecondItemsOfAModelAreLeftOut() {
        FleetPolicy policy =
                classes(Map.of("a", "{name: A, data: [{slo-itl: 1}, {model: m, slo-itl: 1}, {model: m}, 7, null]}"));
        assertEquals(List.of("m"), models(policy));
        assertEquals(1, policy.classes().getFirst().entries().getFirst().level().itlMillis());
        assertEquals(4, policy.problems().size());
    }

    @Test
    void twoEqualNamesOfTheTokenLimitAreFine() {
        assertEquals(
                List.of(),
                classes(Map.of("a", "{name: A, data: [{model: m, slo-tpot: 24, slo-itl: 24.0}]}"))
                        .problems());
    }

    @Test
    void aPriorityBelowOneIsClampedAndSaid() {
        FleetPolicy policy = classes(Map.of("a", "{name: A, priority: 0}"));
        assertEquals(1, policy.classes().getFirst().priority());
        assertTrue(problem(policy).contains("priority is 0; it must be at least 1"), problem(policy));
    }

    @Test
    void aBudgetIsReadByTenant() {
        FleetPolicy policy = budgets(Map.of(
                "team-a", "costPerHour: 120.5\ndevices: {NVIDIA-H100-80GB-HBM3: 16, own: 0, NoVendors-Chip: 4}",
                "_default", "costPerHour: \"40\"",
                "_cluster", "devices: {MI300X: 64}"));
        assertEquals(List.of(), policy.problems());
        assertEquals(
                List.of(
                        new Budget("_cluster", null, new TreeMap<>(Map.of("MI300X", 64))),
                        new Budget("_default", 40.0, new TreeMap<>()),
                        new Budget(
                                "team-a",
                                120.5,
                                new TreeMap<>(Map.of("NVIDIA-H100-80GB-HBM3", 16, "NoVendors-Chip", 4, "own", 0)))),
                policy.budgets());
        assertEquals("NoVendors-Chip", policy.product("own"));
        assertEquals(policy.product("NVIDIA-H100-80GB-HBM3"), policy.product("nvidia_h100_80gb_hbm3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "costPerHour: -1 | costPerHour is \"-1\"; it must be a decimal number of at least 0",
                "costPerHour: much | costPerHour is \"much\"",
                "costperhour: 1 | unknown field costperhour; did you mean costPerHour?",
                "{} | limits nothing; give costPerHour, or devices such as",
                "devices: 16 | devices must be a mapping of names to values",
                "devices: {H100: 1.5} | H100 is \"1.5\"; it must be a whole number from 0",
                "devices: {H100: } | devices: H100 has no number",
                "devices: {onw: 4} | devices: onw is neither a key of accelerator-unit-costs nor a product known; did",
            })
    void aMalformedBudgetFailsAloneAndKeepsItsLastGoodValue(String text, String message) {
        FleetPolicy first = budgets(Map.of("team-a", text, "team-b", "costPerHour: 7"));
        assertTrue(problem(first).startsWith("team-a: " + message), problem(first));
        assertEquals(List.of("team-b"), tenants(first));
        assertEquals("ConfigMap tenant-budgets", first.problems().getFirst().source());
        budgets(Map.of("team-a", "costPerHour: 5"));
        FleetPolicy later = budgets(Map.of("team-a", text));
        assertTrue(problem(later).endsWith("the last good entry stays in force"), problem(later));
        assertEquals(List.of("team-a"), tenants(later));
    }

    @Test
    void aBudgetUnderANameThatNoNamespaceCanHaveIsRefused() {
        for (String tenant : List.of("Team-a", "team_a", "_all")) {
            FleetPolicy policy = budgets(Map.of(tenant, "costPerHour: 1"));
            assertTrue(problem(policy).startsWith(tenant + ": no namespace can be called so"), problem(policy));
            assertEquals(List.of(), policy.budgets());
        }
    }

    private static List<String> tenants(FleetPolicy policy) {
        return policy.budgets().stream().map(Budget::tenant).toList();
    }

    @Test
    void aReserveIsReadByName() {
        FleetPolicy policy = reserves(Map.of(
                "failover", "{product: H100, devices: 8, count: 2, requests: {cpu: 96, memory: 1Ti}}",
                "one", "product: own",
                "any", "{product: nvidia.com/gpu, count: 0}"));
        assertEquals(List.of(), policy.problems());
        assertEquals(
                List.of(
                        new Reserve("any", "nvidia.com/gpu", 1, 0, ResourceVector.NONE),
                        new Reserve(
                                "failover",
                                "H100",
                                8,
                                2,
                                ResourceVector.of(Map.of("cpu", 96_000L, "memory", 1L << 40))),
                        new Reserve("one", "own", 1, 1, ResourceVector.NONE)),
                policy.reserves());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "devices: 8 | product is missing",
                "product: onw | product: onw is neither a key of accelerator-unit-costs nor a product known; did you mean own?",
                "{product: own, devices: 0} | devices is \"0\"; it must be a whole number from 1",
                "{product: own, count: -1} | count is \"-1\"; it must be a whole number from 0",
                "{product: own, requests: {cpu: much}} | requests: ",
                "{product: own, nodes: 1} | unknown field nodes",
            })
    void aMalformedReserveFailsAloneAndKeepsItsLastGoodValue(String text, String message) {
        reserves(Map.of("a", "product: own", "b", "product: own"));
        FleetPolicy later = reserves(Map.of("a", text, "b", "{product: own, count: 3}"));
        assertTrue(problem(later).startsWith("a: " + message), problem(later));
        assertEquals(
                List.of(1, 3), later.reserves().stream().map(Reserve::count).toList());
    }

    @Test
    void aPoolIsReadByName() {
        FleetPolicy policy = pools(Map.of(
                "gpu",
                "{selector: {pool: gpu}, maxNodes: 4, provisionSeconds: 420, costPerHour: 600,"
                        + " node: {labels: {nvidia.com/gpu.product: NVIDIA-H100-80GB-HBM3},"
                        + " taints: [{key: gpu, effect: NoSchedule}],"
                        + " allocatable: {cpu: 192, pods: 110, nvidia.com/gpu: 8}}}",
                "least",
                "{selector: {pool: l}, maxNodes: 0, node: {allocatable: {pods: 1}}}"));
        assertEquals(List.of(), policy.problems());
        assertEquals(
                List.of(
                        new NodePool(
                                "gpu",
                                new TreeMap<>(Map.of("pool", "gpu")),
                                4,
                                new TreeMap<>(Map.of("nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3")),
                                List.of(new Taint("gpu", "", TaintEffect.NO_SCHEDULE)),
                                ResourceVector.of(Map.of("cpu", 192_000L, "pods", 110L, "nvidia.com/gpu", 8L)),
                                Duration.ofSeconds(420),
                                600.0),
                        new NodePool(
                                "least",
                                new TreeMap<>(Map.of("pool", "l")),
                                0,
                                new TreeMap<>(),
                                List.of(),
                                ResourceVector.of(Map.of("pods", 1L)),
                                Duration.ofSeconds(300),
                                null)),
                policy.nodePools());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxNodes: 4 | selector is missing; give the labels",
                "{selector: {a: b}} | maxNodes is missing",
                "{selector: {a: b}, maxNodes: -1} | maxNodes is \"-1\"; it must be a whole number from 0",
                "{selector: {a: b}, maxNodes: 1, node: {allocatable: {cpu: 1}}} | node.allocatable.pods is missing",
                "{selector: {a: b}, maxNodes: 1, node: {allocatable: {cpu: much}}} | node.allocatable: ",
                "{selector: {a: b}, maxNodes: 1, node: {labels: {a: c}}} | node.labels.a is \"c\"; it must be the selector's \"b\"",
                "{selector: {a: b}, maxNodes: 1, node: {taint: []}} | unknown field taint; did you mean taints?",
                "{selector: {a: b}, maxNodes: 1, node: {taints: [{key: k, effect: Never}]}} | node.taints.effect is \"Never\"",
                "{selector: {a: b}, maxNodes: 1, node: {allocatable: {pods: 9}}, provisionSeconds: 0} | provisionSeconds is \"0\"",
            })
    void aMalformedPoolFailsAloneAndKeepsItsLastGoodValue(String text, String message) {
        String good = "{selector: {a: b}, maxNodes: %d, node: {allocatable: {pods: 9}}}";
        pools(Map.of("a", good.formatted(1), "b", good.formatted(2)));
        FleetPolicy later = pools(Map.of("a", text, "b", good.formatted(3)));
        assertTrue(problem(later).startsWith("a: " + message), problem(later));
        assertEquals(
                List.of(1, 3),
                later.nodePools().stream().map(NodePool::maxNodes).toList());
    }

    @Test
    void productsAndResourcesOfTheCatalogueAreReadAndKnownToOtherTables() {
        Map<String, String> data = Map.of(
                "N1",
                "{memoryGiB: 64, aliases: [npu-one], link: mesh, islandSize: 8, pairGBps: 50, hostGBps: 32}",
                "npus",
                "{resource: example.com/npu, productLabel: example.com/npu.product}",
                "renamed",
                "resource: nvidia.com/big");
        FleetPolicy policy = read(OWN, null, Map.of("team-a", "devices: {npu_one: 4}"), null, null, data);
        assertEquals(List.of(), policy.problems());
        assertEquals(
                List.of(
                        new CatalogueEntry.Model(
                                new Product("N1", Vendor.UNKNOWN, 64, LinkKind.MESH, 8, 50, 32), List.of("npu-one")),
                        new CatalogueEntry.Resource("example.com/npu", Vendor.UNKNOWN, "example.com/npu.product"),
                        new CatalogueEntry.Resource("nvidia.com/big", Vendor.NVIDIA, null)),
                policy.catalogue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vendor: NVIDIA | memoryGiB is missing; give that of one device, or resource",
                "memoryGiB: -1 | memoryGiB is \"-1\"; it must be a whole number from 0",
                "{memoryGiB: 8, vendor: Nvida} | vendor is \"Nvida\"; it must be one of NVIDIA, AMD, INTEL, GAUDI, UNKNOWN",
                "{memoryGiB: 8, link: MESH} | link is \"MESH\" with islandSize 1",
                "{memoryGiB: 8, islandSize: 4} | link is \"PCIE\" with islandSize 4",
                "{memoryGiB: 8, hostGBps: 0} | hostGBps is \"0.0\"",
                "{memoryGiB: 8, alias: x} | unknown field alias",
                "{memoryGiB: 8, aliases: x} | aliases is \"x\"; it must be a list",
                "resource: npu | resource is \"npu\"; it must be a name with its domain",
                "{resource: a.b/c, memoryGiB: 8} | unknown field memoryGiB",
            })
    void aMalformedCatalogueEntryFailsAloneAndKeepsItsLastGoodValue(String text, String message) {
        FleetPolicy before = catalogue(Map.of("a", "memoryGiB: 1", "b", "memoryGiB: 2"));
        FleetPolicy later = catalogue(Map.of("a", text, "b", "memoryGiB: 2"));
        assertTrue(problem(later).startsWith("a: " + message), problem(later));
        assertEquals(before.catalogue(), later.catalogue());
    }

    @Test
    void ofTwoCatalogueEntriesWithOneNameTheFirstCounts() {
        FleetPolicy policy = catalogue(Map.of("a", "memoryGiB: 1", "b", "{memoryGiB: 2, aliases: [A]}"));
        assertTrue(problem(policy).startsWith("name A is given by two entries"), problem(policy));
        assertEquals(1, policy.catalogue().size());
    }

    @Test
    void problemsOfTheSettingsComeAlong() {
        LiveSettings bad =
                new LiveSettingsReader(ConfigSources.read(List.of(), Map.of())).resolve("main", Map.of("X", "1"));
        assertEquals(
                2,
                reader.read(
                                new PolicyTables(Map.of(), null, null, null, null, null, "saturation", null),
                                bad,
                                new ArrayList<>())
                        .problems()
                        .size());
    }
}
