package dev.inferno.operator.prometheus;

import static dev.inferno.operator.prometheus.FakePrometheus.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.LoadReading.Fresh;
import dev.inferno.snapshot.LoadReading.Missing;
import dev.inferno.snapshot.LoadReading.Partial;
import dev.inferno.snapshot.LoadReading.Stale;
import dev.inferno.snapshot.ModelKey;
import dev.inferno.snapshot.ReplicaUse;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every rule of reading load, against an HTTP server that answers as Prometheus does. */
class LoadReaderTest {

    private static final ModelKey MODEL = new ModelKey("n", "m");
    private static final String RUNNING = "vllm:num_requests_running";
    private static final String WAITING = "vllm:num_requests_waiting";
    private static final String DONE = "vllm:request_success_total";

    private FakePrometheus prometheus;

    @BeforeEach
    void start() throws IOException {
        prometheus = new FakePrometheus();
    }

    @AfterEach
    void stop() {
        prometheus.close();
    }

    private LoadReading read(String... pods) {
        return read(new ModelQuery(MODEL, new TreeSet<>(List.of(pods)), pods.length));
    }

    private LoadReading read(ModelQuery query) {
        try (PrometheusClient client = prometheus.client()) {
            return new LoadReader(client, () -> ReadRules.DEFAULT)
                    .read(List.of(query))
                    .values()
                    .iterator()
                    .next();
        }
    }

    private Fresh fresh(String... pods) {
        return assertInstanceOf(Fresh.class, read(pods));
    }

    private static void assertValue(double expected, @Nullable Double actual) {
        assertEquals(expected, actual == null ? Double.NaN : actual, 1e-9);
    }

    private static String reason(LoadReading reading) {
        return assertInstanceOf(Missing.class, reading).reason();
    }

    @Test
    void emptyAnswerIsMissingAndNeverZero() {
        LoadReading reading = read("p1");

        assertEquals(
                Missing.Cause.NO_SAMPLES,
                assertInstanceOf(Missing.class, reading).cause());
        assertTrue(reason(reading).contains("no series of model 'm' in namespace 'n'"), reason(reading));
    }

    @Test
    void completionsOverTheWindowAreTheRate() {
        prometheus.pod("p1", RUNNING, "2", "2", "2", "2", "2").pod("p1", DONE, "100", "115", "130", "145", "160");

        Fresh reading = fresh("p1");

        assertEquals(1.0, reading.load().perSecond(), 1e-9);
        assertEquals(1 - Math.sqrt(60) / 60, reading.load().lowPerSecond(), 1e-9);
        assertEquals(1 + Math.sqrt(60) / 60, reading.load().highPerSecond(), 1e-9);
        assertEquals(60, reading.load().windowSeconds());
        assertEquals(5, reading.ageSeconds(), 1e-6);
    }

    @Test
    void countersAreSummedOverPodsEnginesAndFinishReasons() {
        for (String reason : List.of("stop", "length")) {
            for (String engine : List.of("0", "1")) {
                prometheus.series(
                        "__name__=" + DONE + ",pod=p1,model_name=m,namespace=n,engine=" + engine + ",finished_reason="
                                + reason,
                        5,
                        "0",
                        "15",
                        "30",
                        "45",
                        "60");
            }
        }
        prometheus.pod("p2", DONE, "0", "30", "60", "90", "120");

        assertEquals(6.0, fresh("p1", "p2").load().perSecond(), 1e-9);
    }

    @Test
    void growthOfRunningAndWaitingIsDemandThatDidNotCompleteYet() {
        prometheus
                .pod("p1", RUNNING, "0", "1", "2", "3", "4")
                .pod("p1", WAITING, "0", "2", "4", "6", "8")
                .pod("p1", DONE, "0", "0", "0", "0", "0");

        assertEquals(12 / 60.0, fresh("p1").load().perSecond(), 1e-9);
    }

    @Test
    void absentWaitingCountsAsZeroWhileThePodReports() {
        prometheus.pod("p1", RUNNING, "3", "3", "3", "3", "3").pod("p1", DONE, "0", "15", "30", "45", "60");

        Fresh reading = fresh("p1");

        assertValue(0.0, reading.observed().waiting());
        assertValue(3.0, reading.observed().running());
        assertEquals(1.0, reading.load().perSecond(), 1e-9);
    }

    @Test
    void serverWithFreshSamplesAndNoRequestCountersHasZeroTraffic() {
        prometheus.pod("p1", RUNNING, "0", "0", "0", "0", "0");

        Fresh reading = fresh("p1");

        assertEquals(0.0, reading.load().perSecond());
        assertEquals(0.0, reading.load().tokens().meanTotal());
    }

    @Test
    void serverThatWorksWithoutAnyCounterMayRaiseButNotLower() {
        prometheus.pod("p1", RUNNING, "4", "4", "4", "4", "4");

        assertInstanceOf(Partial.class, read("p1"));
    }

    @Test
    void counterBornWithItsFirstRequestIsCountedFromZero() {
        prometheus.pod("p1", RUNNING, "0", "0", "0", "0", "0").pod("p1", DONE, NONE, NONE, NONE, NONE, "6");

        assertEquals(0.1, fresh("p1").load().perSecond(), 1e-9);
    }

    @Test
    void ranksScrapedAtOtherTimesAreNotTakenForNewborn() {
        String labels = "__name__=" + DONE + ",pod=p1,model_name=m,namespace=n,instance=";
        prometheus.series(labels + "a:1", 12, "1000", "1015", "1030", "1045", "1060");
        prometheus.series(labels + "a:2", 5, "9000", "9015", "9030", "9045", "9060");

        assertTrue(fresh("p1").load().perSecond() < 2.5);
    }

    @Test
    void gatewayCounterComesBeforeAnyOther() {
        prometheus
                .pod("p1", DONE, "0", "15", "30", "45", "60")
                .pod("p1", "vllm:request_arrival_total", "0", "1", "2", "3", "4");
        prometheus.series(
                "__name__=llm_d_epp_request_total,pod=epp,target_model_name=m,model_name=x,namespace=n",
                3,
                "0",
                "45",
                "90",
                "135",
                "180");
        prometheus.series(
                "__name__=inference_objective_request_total,pod=epp,target_model_name=m,namespace=n",
                3,
                "0",
                "45",
                "90",
                "135",
                "180");

        assertEquals(3.0, fresh("p1").load().perSecond(), 1e-9);
    }

    @Test
    void deprecatedGatewayCounterIsReadByModelNameWhenItNamesNoTarget() {
        prometheus.pod("p1", DONE, "0", "15", "30", "45", "60");
        prometheus.series(
                "__name__=inference_objective_request_total,pod=epp,model_name=m,namespace=n",
                3,
                "0",
                "30",
                "60",
                "90",
                "120");
        prometheus.series(
                "__name__=inference_objective_request_total,pod=epp,model_name=m,target_model_name=z,namespace=n",
                3,
                "0",
                "3000",
                "6000",
                "9000",
                "12000");

        assertEquals(2.0, fresh("p1").load().perSecond(), 1e-9);
    }

    @Test
    void gatewayThatWentAwayIsNotBelieved() {
        prometheus.pod("p1", DONE, "0", "15", "30", "45", "60");
        prometheus.series(
                "__name__=llm_d_epp_request_total,pod=epp,target_model_name=m,namespace=n",
                90,
                "0",
                "45",
                "90",
                "135",
                "180");

        assertEquals(1.0, fresh("p1").load().perSecond(), 1e-9);
    }

    @Test
    void arrivalCounterComesBeforeCompletionsAndRefusedRequestsAreDemandToo() {
        prometheus
                .pod("p1", DONE, "0", "15", "30", "45", "60")
                .pod("p1", "vllm:request_arrival_total", "0", "30", "60", "90", "120")
                .pod("p1", "vllm:admission_rejections_total", "0", "15", "30", "45", "60");

        assertEquals(3.0, fresh("p1").load().perSecond(), 1e-9);
    }

    @Test
    void counterResetIsCountedFromZeroAndLostRequestsAreNotNegativeDemand() {
        prometheus.pod("p1", DONE, "1000", "1015", "1030", "15", "30").pod("p1", RUNNING, "50", "50", "50", "0", "0");

        assertEquals(1.0, fresh("p1").load().perSecond(), 1e-9);
    }

    @Test
    void notANumberInfiniteAndNegativeSamplesAreLeftOut() {
        prometheus.pod("p1", DONE, "NaN", "15", "+Inf", "-7", "60").pod("p1", RUNNING, "1", "NaN", "1", "1", "1");

        double perSecond = fresh("p1").load().perSecond();

        assertEquals(45 / 60.0, perSecond, 1e-9);
    }

    @Test
    void seriesOfDeadPodsAreNotRead() {
        prometheus.pod("p1", DONE, "0", "15", "30", "45", "60").pod("gone", DONE, "0", "1500", "3000", "4500", "6000");

        assertEquals(1.0, fresh("p1").load().perSecond(), 1e-9);
    }

    @Test
    void onlyDeadPodsIsMissing() {
        prometheus.pod("gone", DONE, "0", "15", "30", "45", "60");

        assertTrue(reason(read("p1")).contains("of none of its 1 ready pods, such as p1"));
    }

    @Test
    void podScrapedByTwoJobsCountsOnce() {
        for (String job : List.of("a", "b")) {
            prometheus.series(
                    "__name__=" + DONE + ",pod=p1,model_name=m,namespace=n,job=" + job, 5, "0", "15", "30", "45", "60");
        }

        assertEquals(1.0, fresh("p1").load().perSecond(), 1e-9);
    }

    @Test
    void fewerThanNineOfTenPodsIsPartial() {
        prometheus.pod("p1", DONE, "0", "15", "30", "45", "60");

        Partial reading = assertInstanceOf(Partial.class, read("p1", "p2"));

        assertEquals(1.0, reading.load().perSecond(), 1e-9);
        assertTrue(reading.reason().startsWith("1 of 2 ready pods report"), reading.reason());
    }

    @Test
    void nineOfTenPodsIsFresh() {
        String[] pods = new String[10];
        for (int i = 0; i < 10; i++) {
            pods[i] = "p" + i;
            if (i < 9) {
                prometheus.pod(pods[i], DONE, "0", "15", "30", "45", "60");
            }
        }

        assertEquals(9.0, fresh(pods).load().perSecond(), 1e-9);
    }

    @Test
    void laggingPodStillCountsWithItsLastRateUntilStale() {
        String labels = "__name__=" + DONE + ",model_name=m,namespace=n,pod=";
        prometheus.series(labels + "p1", 5, "0", "15", "30", "45", "60");
        prometheus.series(labels + "p2", 90, "0", "15", "30", "45", "60");
        prometheus.series(labels + "p3", 150, "0", "15", "30", "45", "60");

        Partial reading = assertInstanceOf(Partial.class, read("p1", "p2", "p3"));

        assertEquals(2.0, reading.load().perSecond(), 1e-9);
    }

    @Test
    void onlyOldSamplesAreStaleAndVeryOldOnesAbsent() {
        prometheus.series("__name__=" + DONE + ",model_name=m,namespace=n,pod=p1", 90, "0", "15", "30", "45", "60");
        assertEquals(90, assertInstanceOf(Stale.class, read("p1")).ageSeconds(), 1e-6);

        prometheus.series("__name__=" + DONE + ",model_name=m,namespace=o,pod=p2", 301, "0", "15", "30");
        assertTrue(reason(read("p2")).contains("301 s old"));
    }

    @Test
    void oneScrapeAloneTellsNoRate() {
        prometheus.pod("p1", DONE, "600");

        assertTrue(reason(read("p1")).contains("two scrapes"));
    }

    @Test
    void windowGrowsWithTheScrapeInterval() {
        String labels = "__name__=" + DONE + ",model_name=m,namespace=n,pod=p1";
        prometheus.series(labels, 5, "0", NONE, NONE, "45", NONE, NONE, "90", NONE, NONE, "135", NONE, NONE, "180");

        Fresh reading = fresh("p1");

        assertEquals(180, reading.load().windowSeconds());
        assertEquals(1.0, reading.load().perSecond(), 1e-9);
    }

    @Test
    void twoNamesOfInterTokenLatencyAreNeverAdded() {
        prometheus.pod("p1", DONE, "0", "15", "30", "45", "60");
        histogram("vllm:inter_token_latency_seconds", 0.02, 1000);
        histogram("vllm:time_per_output_token_seconds", 0.03, 1000);

        assertValue(20.0, fresh("p1").observed().itlMillis());
    }

    @Test
    void oldNameOfInterTokenLatencyIsReadWhenItIsTheOnlyOne() {
        prometheus.pod("p1", DONE, "0", "15", "30", "45", "60");
        histogram("vllm:time_per_output_token_seconds", 0.03, 1000);
        histogram("vllm:time_to_first_token_seconds", 0.5, 60);

        Fresh reading = fresh("p1");

        assertValue(30.0, reading.observed().itlMillis());
        assertValue(500.0, reading.observed().ttftMillis());
    }

    @Test
    void meanQueueTimeIsOverCompletionsNotOverRequestsThatWaited() {
        prometheus.pod("p1", DONE, "0", "15", "30", "45", "60");
        histogram("vllm:request_queue_time_seconds", 0.6, 10);

        assertValue(100.0, fresh("p1").observed().queueMillis());
    }

    @Test
    void waitingGaugeThatNeverMovesWhileNothingWaitsIsIgnored() {
        prometheus.pod("p1", DONE, "0", "15", "30", "45", "60").pod("p1", WAITING, "29", "29", "29", "29", "29");
        histogram("vllm:request_queue_time_seconds", 0.001, 60);

        Fresh reading = fresh("p1");

        assertNull(reading.observed().waiting());
        assertNull(reading.observed().replicas().getFirst().waiting());
        assertEquals(1.0, reading.load().perSecond(), 1e-9);
    }

    @Test
    void eachReplicaTellsHowFullItWasAtMost() {
        prometheus
                .pod("p1", DONE, "0", "15", "30", "45", "60")
                .pod("p1", RUNNING, "3", "8", "3", "3", "3")
                .pod("p1", WAITING, "0", "6", "2", "0", "0")
                .pod("p1", "vllm:kv_cache_usage_perc", "0.1", "0.85", "0.4", "0.3", "0.2")
                .pod("p1", "vllm:gpu_cache_usage_perc", "0.1", "0.95", "0.4", "0.3", "0.2")
                .pod("p2", DONE, "0", "15", "30", "45", "60")
                .pod("p2", "vllm:gpu_cache_usage_perc", "0.2", "0.2", "0.3", "0.2", "0.2")
                .pod("p3", DONE, "0", "15", "30", "45", "60")
                .pod("p3", "vllm:kv_cache_usage_perc", "12", "40", "40", "40", "40");

        assertEquals(
                List.of(
                        new ReplicaUse("p1", 0.85, 8, 6.0),
                        new ReplicaUse("p2", 0.3, 0, 0.0),
                        new ReplicaUse("p3", null, 0, 0.0)),
                fresh("p1", "p2", "p3").observed().replicas());
    }

    @Test
    void tokensComeFromTheLengthHistograms() {
        prometheus.pod("p1", DONE, "0", "15", "30", "45", "60");
        histogram("vllm:request_prompt_tokens", 512, 60);
        histogram("vllm:request_generation_tokens", 128, 60);
        prometheus
                .bucket("p1", "output", "100", 0)
                .bucket("p1", "output", "200", 60)
                .bucket("p1", "output", "+Inf", 60);
        prometheus.bucket("gone", "output", "1000000", 999);

        var tokens = fresh("p1").load().tokens();

        assertEquals(512, tokens.input().mean(), 1e-9);
        assertEquals(128, tokens.output().mean(), 1e-9);
        assertEquals((10_000 - 1) / 12.0 / (150.5 * 150.5), tokens.output().scv(), 1e-9);
        assertEquals(1, tokens.input().scv());
    }

    @Test
    void tokensComeFromCountersOverCompletionsWithoutHistograms() {
        prometheus
                .pod("p1", DONE, "0", "15", "30", "45", "60")
                .pod("p1", "vllm:prompt_tokens_total", "0", "150", "300", "450", "600")
                .pod("p1", "vllm:generation_tokens_total", "0", "300", "600", "900", "1200");

        var tokens = fresh("p1").load().tokens();

        assertEquals(10, tokens.input().mean(), 1e-9);
        assertEquals(20, tokens.output().mean(), 1e-9);
    }

    @Test
    void tokensCountedTogetherAreAllAnswerUnlessTheAnswerIsKnown() {
        prometheus
                .pod("p1", DONE, "0", "15", "30", "45", "60")
                .pod("p1", "vllm:tokens_total", "0", "2670", "5340", "8010", "10680");
        assertEquals(178, fresh("p1").load().tokens().output().mean(), 1e-9);
        assertEquals(178, fresh("p1").load().tokens().meanTotal(), 1e-9);

        histogram("vllm:request_generation_tokens", 128, 60);
        assertEquals(50, fresh("p1").load().tokens().input().mean(), 1e-9);
    }

    @Test
    void promptTokensFoundInThePrefixCacheAreCountedOverAllPods() {
        for (String pod : List.of("p1", "p2", "p3")) {
            prometheus.pod(pod, DONE, "0", "15", "30", "45", "60");
        }
        prometheus
                .pod("p1", "vllm:prefix_cache_queries_total", "0", "150", "300", "450", "600")
                .pod("p1", "vllm:prefix_cache_hits_total", "0", "150", "300", "450", "600")
                .pod("p1", "vllm:gpu_prefix_cache_queries_total", "0", "150", "300", "450", "600")
                .pod("p2", "vllm:gpu_prefix_cache_queries_total", "0", "450", "900", "1350", "1800")
                .pod("p2", "vllm:gpu_prefix_cache_hits_total", "0", "0", "0", "0", "600");

        assertValue(0.5, fresh("p1", "p2", "p3").load().tokens().prefixCacheHitRate());
    }

    @Test
    void sizeOfTheKvCacheIsThatOfThePodsSmallestEngine() {
        for (String pod : List.of("p1", "p2", "p3", "p4")) {
            prometheus.pod(pod, DONE, "0", "15", "30", "45", "60");
        }
        prometheus
                .cache("namespace=n,pod=p1,engine=0,num_gpu_blocks=1000,block_size=16")
                .cache("namespace=n,pod=p1,engine=1,num_gpu_blocks=900,block_size=16")
                .cache("namespace=n,pod=p2,engine=0,num_gpu_blocks=1000,block_size=16,kv_cache_size_tokens=12345")
                .cache("namespace=n,pod=p3,engine=0,num_gpu_blocks=None,block_size=16")
                .cache("namespace=other,pod=p4,engine=0,num_gpu_blocks=1000,block_size=16");

        assertEquals(
                Arrays.asList(14_400L, 12_345L, null, null),
                fresh("p1", "p2", "p3", "p4").observed().replicas().stream()
                        .map(ReplicaUse::kvTokens)
                        .toList());
    }

    @Test
    void serversThatTellNothingOfAPrefixCacheComputeAllTheirPrompts() {
        prometheus.pod("p1", DONE, "0", "15", "30", "45", "60");
        assertNull(fresh("p1").load().tokens().prefixCacheHitRate());

        prometheus.pod("p1", "vllm:prefix_cache_queries_total", "0", "150", "300", "450", "600");
        assertNull(fresh("p1").load().tokens().prefixCacheHitRate());
    }

    private void histogram(String name, double mean, double count) {
        String[] sums = new String[5];
        String[] counts = new String[5];
        for (int i = 0; i < 5; i++) {
            sums[i] = Double.toString(mean * count * i / 4);
            counts[i] = Double.toString(count * i / 4);
        }
        prometheus.pod("p1", name + "_sum", sums).pod("p1", name + "_count", counts);
    }

    @Test
    void seriesWithoutNamespaceCountOnlyWhenNoSeriesOfTheModelCarriesOne() {
        prometheus.series("__name__=" + DONE + ",model_name=m,pod=p1", 5, "0", "15", "30", "45", "60");
        assertEquals(1.0, fresh("p1").load().perSecond(), 1e-9);

        prometheus.otherTenantsCarryNamespace = true;
        assertInstanceOf(Missing.class, read("p1"));
    }

    @Test
    void withoutPodLabelServersAreToldApartByTheirAddress() {
        String labels = "__name__=" + DONE + ",model_name=m,namespace=n,instance=";
        prometheus.series(labels + "10.0.0.1:8000", 5, "0", "15", "30", "45", "60");
        assertEquals(1.0, fresh("p1").load().perSecond(), 1e-9);

        prometheus.series(labels + "10.0.0.2:8000", 5, "0", "15", "30", "45", "60");
        assertInstanceOf(Partial.class, read("p1"));
    }

    @Test
    void modelScaledToZeroIsReadAtTheGatewayAlone() {
        ModelQuery query = new ModelQuery(MODEL, new TreeSet<>(), 0);
        prometheus.pod("gone", DONE, "0", "15", "30", "45", "60");
        assertTrue(reason(read(query)).contains("runs no replica and no gateway counts"));

        prometheus.series(
                "__name__=llm_d_epp_request_total,pod=epp,target_model_name=m,namespace=n",
                3,
                "0",
                "15",
                "30",
                "45",
                "60");
        assertEquals(1.0, assertInstanceOf(Fresh.class, read(query)).load().perSecond(), 1e-9);
    }

    @Test
    void noReadyPodYetIsMissingWithThatReason() {
        assertTrue(reason(read(new ModelQuery(MODEL, new TreeSet<>(), 2))).contains("no pod of n/m is ready yet"));
    }

    @Test
    void errorOfPrometheusIsMissingWithAddressAndError() {
        prometheus.status = 422;
        prometheus.fixedBody = "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"too many samples\"}";

        Missing reading = assertInstanceOf(Missing.class, read("p1"));

        assertEquals(Missing.Cause.PROMETHEUS_ERROR, reading.cause());
        assertTrue(reading.reason().contains(prometheus.url() + "/api/v1/query answered HTTP 422"), reading.reason());
        assertTrue(reading.reason().contains("execution: too many samples"), reading.reason());
    }

    @Test
    void configurationThatDescribesNoEndpointIsMissingToo() {
        var unusable = new PrometheusClient(() -> PrometheusEndpoint.of(URI.create("prometheus:9090")), code -> {});
        try (unusable) {
            var readings = new LoadReader(unusable, () -> ReadRules.DEFAULT)
                    .read(List.of(new ModelQuery(MODEL, new TreeSet<>(List.of("p1")), 1)));

            assertTrue(reason(readings.values().iterator().next()).contains("'prometheus:9090' is not an http"));
        }
    }

    @Test
    void samplesOfAllModelsAreAskedForAtOneInstantWithFewRequests() {
        prometheus.pod("p1", DONE, "0", "15", "30", "45", "60");

        fresh("p1");

        assertEquals(5, prometheus.queries.size(), prometheus.queries::toString);
    }

    @Test
    void namesAreEscapedInQueries() {
        read(new ModelQuery(new ModelKey("n", "a\"b\\c"), new TreeSet<>(List.of("p")), 1));

        assertTrue(prometheus.queries.stream().anyMatch(q -> q.contains("model_name=\"a\\\"b\\\\c\"")));
        assertEquals("a\\\\.b\\\\|", PromQl.regex("a.b|"));
    }
}
