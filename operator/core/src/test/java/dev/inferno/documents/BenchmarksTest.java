package dev.inferno.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.profile.Measurement;
import dev.inferno.profile.Measurement.Load;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Result files of each tool, in the shape the tool writes, and what is said of broken ones. */
final class BenchmarksTest {

    private static List<BenchmarkRow> read(String text, String... columns) {
        return Benchmarks.read("bench", text, null, BenchmarkColumns.parse(List.of(columns)));
    }

    private static void assertRefused(String text, List<String> columns, String... named) {
        String message =
                String.valueOf(assertThrows(BadDocument.class, () -> read(text, columns.toArray(String[]::new)))
                        .getMessage());
        for (String name : named) {
            assertTrue(message.contains(name), () -> "\"" + message + "\" must name " + name);
        }
    }

    private static void assertRow(
            Measurement row, double perSecond, double input, double output, double itl, double ttft) {
        assertEquals(perSecond, row.requestsPerSecond());
        assertEquals(input, row.inputTokens());
        assertEquals(output, row.outputTokens());
        assertEquals(itl, row.itlMillis());
        assertEquals(ttft, row.ttftMillis());
    }

    @Test
    void commonHeadersAreUnderstoodByThemselves() {
        BenchmarkRow row = read("""
                model,gpu,tp,Concurrency,ISL,OSL,TPOT (ms),ttft_ms,notes
                m,H100,2,16,1000,500,12.5,80,"a, b"
                """).getFirst();

        assertEquals("{accCount=2, accelerator=H100, model=m}", row.group().toString());
        assertEquals(16, row.measurement().concurrency());
        assertEquals(12.5, row.measurement().itlMillis());
        assertEquals("bench line 2", row.measurement().where());
    }

    @Test
    void cellsMayHoldCommasQuotesAndLineBreaksAndLinesStayCounted() {
        List<BenchmarkRow> rows = read("\uFEFFnotes,concurrency,isl,osl,tpot_ms\r\n"
                + "\"{\"\"a\"\": 1,\n \"\"b\"\": 2}\",1,100,50,7\r\n\r\n,2,100,50,8\r\n");

        assertEquals(2, rows.size());
        assertEquals("bench line 2", rows.getFirst().measurement().where());
        assertEquals("bench line 5", rows.get(1).measurement().where());
        assertEquals(8, rows.get(1).measurement().itlMillis());
    }

    @Test
    void columnsAreMappedInSecondsAndBatchesWithAWholeAnswersTime() {
        Measurement row = read(
                        "len,b,t\n100,8,2.5\n", "inputTokens=len", "outputTokens=len", "batch=b", "latencySeconds=t")
                .getFirst()
                .measurement();

        assertEquals(Load.BATCH, row.load());
        assertEquals(8, row.concurrency());
        assertEquals(100, row.inputTokens());
        assertEquals(25, row.itlMillis());
        assertNull(row.ttftMillis());
    }

    @Test
    void vllmsResultTellsWhatRanByItsThroughput() {
        String result = """
                {"date": "20260101-000000", "backend": "vllm", "model_id": "m", "num_prompts": 200, "request_rate": %s,
                 "burstiness": 1.0, "max_concurrency": %s, "duration": 50.0, "completed": 200, "failed": 0,
                 "total_input_tokens": 204800, "total_output_tokens": 25600, "request_throughput": 4.0,
                 "output_throughput": 512.0, "mean_ttft_ms": 90.5, "mean_tpot_ms": 11.25, "mean_itl_ms": 11.2}
                """;

        Measurement row = read(result.formatted("\"inf\"", "16")).getFirst().measurement();
        assertRow(row, 4, 1024, 128, 11.25, 90.5);
        assertNull(row.concurrency());
        assertEquals(Load.STEADY, row.load());
        assertEquals(
                Load.FLAT_OUT,
                read(result.formatted("\"inf\"", "null"))
                        .getFirst()
                        .measurement()
                        .load());
        assertEquals(
                Load.STEADY,
                read(result.formatted("4.0", "null")).getFirst().measurement().load());
    }

    @Test
    void genAiPerfsExportHasOneMetricALine() {
        BenchmarkRow row = read("""
                Metric,avg,min,max,p99,p95,p90,p75,p50,p25
                Time To First Token (ms),"1,146.31",249.48,"3,485.23","3,457.97","3,349.56","3,215.06","1,330.93",640.07,286.52
                Request Latency (ms),"6,406.20","5,371.47","9,608.72","9,436.13","9,046.58","9,028.16","6,549.60","5,690.23","5,493.63"
                Inter Token Latency (ms),30.35,27.59,35.60,35.23,33.88,32.53,31.05,30.13,29.04
                Output Sequence Length (tokens),174.45,164.00,187.00,186.22,183.10,180.10,177.00,174.00,171.75
                Input Sequence Length,"3,000.05","2,999.00","3,001.00","3,001.00","3,001.00","3,000.00","3,000.00","3,000.00","3,000.00"

                Metric,Value
                Output Token Throughput (per sec),261.25
                Request Throughput (per sec),1.50
                Request Count (count),40.00
                """).getFirst();

        assertRow(row.measurement(), 1.5, 3000.05, 174.45, 30.35, 1146.31);
        assertEquals(40, row.measurement().completed());
    }

    @Test
    void guideLlmsReportIsReadInOldAndNewPlaces() {
        List<BenchmarkRow> rows = read("""
                {"args": {"model": "m"}, "benchmarks": [
                  {"config": {"strategy": {"type_": "constant", "rate": 2.0}},
                   "metrics": {"request_totals": {"successful": 90, "incomplete": 5, "errored": 1, "total": 96},
                    "requests_per_second": {"successful": {"mean": 2.0}}, "request_concurrency": {"successful": {"mean": 4.5}},
                    "prompt_token_count": {"successful": {"mean": 512.5}}, "output_token_count": {"successful": {"mean": 128}},
                    "time_to_first_token_ms": {"successful": {"mean": 40.0}},
                    "inter_token_latency_ms": {"successful": {"mean": 8.5}}}},
                  {"args": {"strategy": {"type_": "throughput"}}, "request_totals": {"successful": 7},
                   "metrics": {"inter_token_latency_ms": {"mean": 9.0}}}]}
                """);

        assertRow(rows.getFirst().measurement(), 2, 512.5, 128, 8.5, 40);
        assertEquals(4.5, rows.getFirst().measurement().concurrency());
        assertEquals(5, rows.getFirst().measurement().incomplete());
        assertEquals("{model=m}", rows.getFirst().group().toString());
        assertEquals(Load.FLAT_OUT, rows.get(1).measurement().load());
        assertEquals(9, rows.get(1).measurement().itlMillis());
        assertEquals("bench benchmarks[1]", rows.get(1).measurement().where());
    }

    @Test
    void guideLlmsTableIsReadWithOneRowOfHeadersAndWithThree() {
        Measurement old = read("""
                Type,Run Id,Id,Name,Duration,Successful Requests,Incomplete Requests,Errored Requests,\
                Successful Requests per second mean,Successful Request concurrency mean,Successful Prompt token count mean,\
                Successful Output token count mean,Successful Time to first token ms mean,Successful Inter token latency ms mean
                b,1,2,constant@2.00,60,90,5,1,2.0,4.5,512.5,128,40.0,8.5
                """).getFirst().measurement();
        assertRow(old, 2, 512.5, 128, 8.5, 40);

        Measurement stacked = read("""
                Run Info,Benchmark,Request Counts,Inter Token Latency,Time to First Token,Server Throughput,Server Throughput,\
                Token Metrics,Token Metrics
                Run ID,Strategy,Successful,Successful ms,Successful ms,Successful Requests/Sec,Successful Concurrency,\
                Successful Input Tokens,Successful Output Tokens
                ,,,Mean,Mean,Mean,Mean,Mean,Mean
                1,constant,90,8.5,40.0,2.0,4.5,512.5,128
                """).getFirst().measurement();
        assertRow(stacked, 2, 512.5, 128, 8.5, 40);
        assertEquals(4.5, stacked.concurrency());
    }

    @Test
    void whatIsMissingOrNoNumberIsNamedWithTheWayOut() {
        String header = "concurrency,isl,osl,tpot_ms\n";
        assertRefused(header + "1,2,3,4\n8,1000,fast,12\n", List.of(), "bench line 3", "column osl", "\"fast\"");
        assertRefused(
                "isl,osl,concurrency\n1,2,3\n", List.of(), "no column for itlMillis", "--column itlMillis=HEADER");
        assertRefused("isl,osl,tpot_ms\n1,2,3\n", List.of(), "no column for concurrency or requestsPerSecond");
        assertRefused(
                header + "1,2,3,4\n", List.of("itlMillis=tpot_mss"), "no column tpot_mss", "did you mean tpot_ms?");
        assertRefused(
                header + "1,2,3,4\n", List.of("itlMilis=tpot_ms"), "itlMilis is unknown", "did you mean itlMillis?");
        assertRefused(header + "1,2,3\n", List.of(), "line 2 has 3 values under 4 headers");
        assertRefused(header, List.of(), "is empty");
        assertRefused("  \n", List.of(), "bench is empty");
        assertRefused(header + "1,2,3,\"4\n", List.of(), "line 2", "never closed");
        assertRefused("{\"a\": 1}", List.of(), "neither guidellm's report");
        assertRefused(
                "{\"benchmarks\": [{\"metrics\": {\"inter_token_latency_ms\": {\"mean\": \"x\"}}}]}",
                List.of(),
                "benchmarks[0]",
                "metrics.inter_token_latency_ms.mean",
                "must be a number");
        assertRefused("Metric,avg\nInter Token Latency (ms),3\n", List.of(), "has no line", "--streaming");
    }
}
