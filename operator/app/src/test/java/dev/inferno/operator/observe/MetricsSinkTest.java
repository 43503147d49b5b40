package dev.inferno.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.cycle.ActionResult;
import dev.inferno.decision.Action;
import dev.inferno.decision.NextReplica;
import dev.inferno.decision.VariantDecision;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.placement.FreeDevices;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Over real HTTP; the registry is one per JVM, so one test at a time. */
@ResourceLock("metrics")
class MetricsSinkTest {

    private final ObserveServer server = ObserveServer.start(
            new BindAddress("127.0.0.1", 0),
            null,
            true,
            new DecisionLog(),
            new HealthState(Clock.systemUTC(), () -> Duration.ofSeconds(60)),
            null);
    private MetricsSink sink = new MetricsSink(true, null, "1.2.3");

    @BeforeEach
    void leads() {
        sink.leading(true);
    }

    @AfterEach
    void close() {
        sink.close();
        server.close();
    }

    @Test
    void showsEveryDecisionGaugeUnderItsNameAndItsAlias() throws Exception {
        sink.publish(Reports.report("d1", List.of(), Reports.variant("a", 2, 3, "H100")));

        Set<String> expected = new TreeSet<>();
        for (String prefix : List.of("inferno", "wva")) {
            String labels = "{accelerator_type=\"H100\",namespace=\"team-a\",variant_name=\"a\"} ";
            expected.add(prefix + "_current_replicas" + labels + "2.0");
            expected.add(prefix + "_desired_replicas" + labels + "3.0");
            expected.add(prefix + "_desired_ratio" + labels + "1.5");
        }
        String labels = "{namespace=\"team-a\",variant_name=\"a\"} ";
        expected.add("inferno_wanted_replicas" + labels + "4.0");
        expected.add("inferno_granted_replicas" + labels + "3.0");
        expected.add("inferno_variant_cost_per_hour" + labels + "7.5");
        assertEquals(expected, matching(line -> line.contains("variant_name") && !line.contains("slo")));
    }

    @Test
    void showsLatenciesOverTheirLimitsWhenBothAreMeans() throws Exception {
        sink.publish(Reports.report("d1", List.of(), Reports.variant("a", 2, 3, "H100")));

        String labels = ",namespace=\"team-a\",slo=";
        assertEquals(
                Set.of(
                        "inferno_slo_ratio{kind=\"observed\"" + labels + "\"itl\",variant_name=\"a\"} 0.75",
                        "inferno_slo_ratio{kind=\"predicted\"" + labels + "\"itl\",variant_name=\"a\"} 0.5",
                        "inferno_slo_ratio{kind=\"predicted\"" + labels + "\"ttft\",variant_name=\"a\"} 0.5"),
                matching(line -> line.startsWith("inferno_slo_ratio")));
    }

    @Test
    void showsTheOperatorsOwnState() throws Exception {
        sink.publish(Reports.report("d1", List.of(), Reports.variant("a", 2, 3, "H100")));
        sink.cycleFailed("LostConnection");
        sink.prometheusRequest("200");
        sink.apiRequest("patch", "409");

        Set<String> all = Http.series(server.url());
        for (String line : List.of(
                "inferno_leader{} 1.0",
                "inferno_build_info{version=\"1.2.3\"} 1.0",
                "inferno_readings{state=\"fresh\"} 1.0",
                "inferno_readings{state=\"missing\"} 0.0",
                "inferno_readings{state=\"partial\"} 0.0",
                "inferno_readings{state=\"stale\"} 0.0",
                "inferno_cycle_failures_total{reason=\"LostConnection\"} 1.0",
                "inferno_prometheus_requests_total{code=\"200\"} 1.0",
                "inferno_api_requests_total{code=\"409\",verb=\"patch\"} 1.0")) {
            assertTrue(all.contains(line), line + " is missing in " + all);
        }
    }

    @Test
    void durationsAreHistogramsWithoutQuantiles() throws Exception {
        sink.publish(Reports.report("d1", List.of()));

        Set<String> lines = matching(line -> line.contains("_duration_seconds"));
        assertTrue(lines.contains("inferno_cycle_duration_seconds_count{} 1.0"), lines.toString());
        assertTrue(lines.contains("inferno_cycle_duration_seconds_bucket{le=\"0.25\"} 1.0"), lines.toString());
        assertTrue(lines.contains("inferno_cycle_duration_seconds_bucket{le=\"0.1\"} 0.0"), lines.toString());
        assertTrue(
                lines.contains("inferno_stage_duration_seconds_bucket{le=\"0.025\",stage=\"plan\"} 1.0"),
                lines.toString());
        assertFalse(lines.toString().contains("quantile"), lines.toString());
    }

    @Test
    void zeroReplicasAreShownAndARatioFromZeroIsTheCount() throws Exception {
        sink.publish(
                Reports.report("d1", List.of(), Reports.variant("a", 0, 0, null), Reports.variant("b", 0, 2, "L4")));

        Set<String> lines = matching(line -> line.startsWith("inferno_desired"));
        assertEquals(
                Set.of(
                        "inferno_desired_ratio{accelerator_type=\"L4\",namespace=\"team-a\",variant_name=\"b\"} 2.0",
                        "inferno_desired_ratio{accelerator_type=\"none\",namespace=\"team-a\",variant_name=\"a\"} 0.0",
                        "inferno_desired_replicas{accelerator_type=\"L4\",namespace=\"team-a\",variant_name=\"b\"} 2.0",
                        "inferno_desired_replicas{accelerator_type=\"none\",namespace=\"team-a\",variant_name=\"a\"} 0.0"),
                lines);
    }

    @Test
    void seriesOfADeletedVariantAndOfAFormerAcceleratorVanish() throws Exception {
        var results = List.of(Reports.scaled("a", 2, 3, "load_increase"), Reports.scaled("b", 2, 1, "load_decrease"));
        sink.publish(
                Reports.report("d1", results, Reports.variant("a", 2, 3, "H100"), Reports.variant("b", 2, 1, "L4")));
        sink.publish(Reports.report("d2", List.of(), Reports.variant("a", 3, 3, "MI300X")));

        assertEquals(Set.of(), matching(line -> line.contains("variant_name=\"b\"")));
        assertEquals(Set.of(), matching(line -> line.contains("H100")));
        assertEquals(6, matching(line -> line.contains("MI300X")).size());
    }

    @Test
    void onlyTheLeaderShowsDecisions() throws Exception {
        sink.leading(false);
        sink.publish(Reports.report("d1", List.of(), Reports.variant("a", 2, 3, "H100")));
        assertEquals(Set.of(), matching(line -> line.contains("variant_name") || line.contains("readings")));

        sink.leading(true);
        assertEquals(Set.of(), matching(line -> line.contains("variant_name")));
        sink.publish(Reports.report("d2", List.of(), Reports.variant("a", 2, 3, "H100")));
        assertFalse(
                matching(line -> line.startsWith("inferno_desired_replicas")).isEmpty());

        sink.leading(false);
        assertEquals(Set.of(), matching(line -> line.contains("variant_name") || line.contains("readings")));
        assertEquals(Set.of("inferno_leader{} 0.0"), matching(line -> line.startsWith("inferno_leader")));
    }

    @Test
    void showsWhatIsFreeAndOfWhatUseItIs() throws Exception {
        var sizes = List.of(new FreeDevices.Size(1, 10, 0), new FreeDevices.Size(8, 0, 1));
        sink.publish(Reports.free(
                new FreeDevices("H100-80GB-SXM5", 7, OptionalDouble.of(5.5), sizes),
                new FreeDevices("L4-24GB", 2, OptionalDouble.empty(), List.of())));

        assertEquals(
                Set.of(
                        "inferno_free_slots{product=\"H100-80GB-SXM5\",size=\"1\"} 10.0",
                        "inferno_free_slots{product=\"H100-80GB-SXM5\",size=\"8\"} 0.0",
                        "inferno_fragmentation_ratio{product=\"H100-80GB-SXM5\",size=\"1\"} 0.0",
                        "inferno_fragmentation_ratio{product=\"H100-80GB-SXM5\",size=\"8\"} 1.0",
                        "inferno_largest_replica_devices{product=\"H100-80GB-SXM5\"} 7.0",
                        "inferno_largest_replica_devices{product=\"L4-24GB\"} 2.0",
                        "inferno_stranded_devices{product=\"H100-80GB-SXM5\"} 5.5"),
                matching(line -> line.contains("product=")));

        sink.publish(Reports.free());
        assertEquals(Set.of(), matching(line -> line.contains("product=")));
    }

    @Test
    void onlyTheLeaderShowsWhatIsFree() throws Exception {
        var free = new FreeDevices("L4-24GB", 2, OptionalDouble.empty(), List.of());
        sink.leading(false);
        sink.publish(Reports.free(free));
        assertEquals(Set.of(), matching(line -> line.contains("product=")));

        sink.leading(true);
        sink.publish(Reports.free(free));
        sink.leading(false);
        assertEquals(Set.of(), matching(line -> line.contains("product=")));
    }

    @Test
    void anOptimalityGapIsShownWhileItIsProven() throws Exception {
        var report = Reports.report("d1", List.of(), Reports.variant("a", 2, 3, "H100"));
        sink.publish(Reports.proven(report, 120, 100, Reports.planned("a")));
        assertEquals(
                Set.of("inferno_optimality_gap_ratio{} 0.2"),
                matching(line -> line.startsWith("inferno_optimality_gap_ratio")));

        sink.publish(Reports.proven(report, 0, 0, Reports.planned("a")));
        assertEquals(
                Set.of("inferno_optimality_gap_ratio{} 0.0"),
                matching(line -> line.startsWith("inferno_optimality_gap_ratio")));

        sink.publish(report);
        assertEquals(Set.of(), matching(line -> line.startsWith("inferno_optimality_gap_ratio")));
        sink.publish(Reports.proven(report, 0, 0));
        assertEquals(
                Set.of(),
                matching(line -> line.startsWith("inferno_optimality_gap_ratio")),
                "every variant is held, so nothing was planned");
    }

    @Test
    void thePriceOfWhatBindsIsShownWhileAModelIsShort() throws Exception {
        var one = List.of(new NextReplica.Addition("nvidia.com/gpu", "node n1", "1"));
        var next = new NextReplica(new VariantKey("team-a", "a"), "H100", one, 0.25, 40, 0.25);
        VariantDecision whole = Reports.variant("a", 2, 3, "H100");
        sink.publish(Reports.report("d1", List.of(), Reports.shortOf(whole, next)));
        assertEquals(
                Set.of("inferno_shadow_price{accelerator_type=\"H100\",namespace=\"team-a\","
                        + "resource=\"nvidia.com/gpu\",variant_name=\"a\"} 0.25"),
                matching(line -> line.startsWith("inferno_shadow_price")));

        sink.publish(Reports.report("d2", List.of(), whole));
        assertEquals(Set.of(), matching(line -> line.startsWith("inferno_shadow_price")));
    }

    @Test
    void countsPlansThatTheClockStopped() throws Exception {
        var report = Reports.report("d1", List.of(), Reports.variant("a", 2, 3, "H100"));
        sink.publish(report);
        assertEquals(Set.of(), matching(line -> line.startsWith("inferno_plan_stopped_total")));
        sink.publish(Reports.stopped(report));
        assertEquals(
                Set.of("inferno_plan_stopped_total{} 1.0"),
                matching(line -> line.startsWith("inferno_plan_stopped_total")));
    }

    @Test
    void countsScalingsThatWereCarriedOut() throws Exception {
        var up = Reports.scaled("a", 2, 3, "load_increase");
        var failed = new ActionResult.Failed(
                new Action.Scale(new VariantKey("team-a", "a"), "d", "1", 3, 4, "load_increase"), "409");
        sink.publish(Reports.report("d1", List.of(up), Reports.variant("a", 2, 3, "H100")));
        sink.publish(Reports.report("d2", List.of(failed), Reports.variant("a", 3, 4, "H100")));

        String labels = "{direction=\"scale_up\",namespace=\"team-a\",reason=\"load_increase\",variant_name=\"a\"} 1.0";
        assertEquals(
                Set.of("inferno_replica_scaling_total" + labels, "wva_replica_scaling_total" + labels),
                matching(line -> line.contains("replica_scaling")));
        assertEquals(
                Set.of(
                        "inferno_actions_total{action=\"scale\",result=\"done\"} 1.0",
                        "inferno_actions_total{action=\"scale\",result=\"failed\"} 1.0"),
                matching(line -> line.startsWith("inferno_actions")));
    }

    @Test
    void addsTheControllerInstanceAndLeavesAliasesOut() throws Exception {
        sink.close();
        sink = new MetricsSink(false, "blue", "1.2.3");
        sink.leading(true);
        sink.publish(Reports.report(
                "d1", List.of(Reports.scaled("a", 3, 1, "load_decrease")), Reports.variant("a", 3, 1, "L4")));

        assertEquals(
                Set.of(
                        "inferno_current_replicas",
                        "inferno_desired_replicas",
                        "inferno_desired_ratio",
                        "inferno_replica_scaling_total"),
                matching(line -> line.contains("controller_instance=\"blue\"")).stream()
                        .map(line -> line.substring(0, line.indexOf('{')))
                        .collect(Collectors.toSet()));
        assertEquals(Set.of(), matching(line -> line.startsWith("wva_")));
    }

    @Test
    void answersAPrometheusServerInOpenMetrics() throws Exception {
        sink.publish(Reports.report(
                "d1", List.of(Reports.scaled("a", 2, 3, "load_increase")), Reports.variant("a", 2, 3, "H100")));

        var answer = Http.get(
                server.url() + "/metrics",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                        + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1");
        assertEquals(200, answer.statusCode());
        assertTrue(
                answer.headers().firstValue("Content-Type").orElse("").startsWith("application/openmetrics-text"),
                answer.headers().toString());
        assertTrue(answer.body().endsWith("# EOF\n"), answer.body());
        assertTrue(answer.body().contains("inferno_replica_scaling_total{"), answer.body());
        assertTrue(answer.body().contains("inferno_desired_replicas{"), answer.body());
    }

    @Test
    void nothingIsShownBeforeTheFirstCycle() throws Exception {
        assertEquals(
                Set.of("inferno_leader{} 1.0", "inferno_build_info{version=\"1.2.3\"} 1.0"), Http.series(server.url()));
    }

    private Set<String> matching(Predicate<String> wanted) throws Exception {
        return Http.series(server.url()).stream().filter(wanted).collect(Collectors.toCollection(TreeSet::new));
    }
}
