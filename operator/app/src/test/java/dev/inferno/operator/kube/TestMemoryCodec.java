package dev.inferno.operator.kube;

import com.google.gson.reflect.TypeToken;
import dev.inferno.snapshot.Memory;
import io.kubernetes.client.openapi.JSON;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what the tests look at: per variant its beginning and its first peak and scaling. */
final class TestMemoryCodec implements MemoryCodec {

    /** Instants as text. */
    private record Row(String since, List<String> peaks, List<String> scalings) {}

    @Override
    public String write(Memory memory) {
        Map<String, Row> rows = new TreeMap<>();
        memory.variants()
                .forEach((key, variant) -> rows.put(
                        key,
                        new Row(
                                variant.firstSeen().toString(),
                                variant.demand().stream()
                                        .map(p -> p.at() + " " + p.perSecond())
                                        .toList(),
                                variant.scalings().stream()
                                        .map(s -> s.at() + " " + s.from() + " " + s.to())
                                        .toList())));
        return memory.schema() + "\n" + JSON.getGson().toJson(rows);
    }

    @Override
    public Memory read(String text) {
        int end = text.indexOf('\n');
        if (end < 0) {
            throw new IllegalArgumentException("no schema");
        }
        Map<String, Row> rows =
                JSON.getGson().fromJson(text.substring(end + 1), new TypeToken<Map<String, Row>>() {}.getType());
        TreeMap<String, Memory.VariantMemory> variants = new TreeMap<>();
        rows.forEach((key, row) -> variants.put(
                key,
                new Memory.VariantMemory(
                        Instant.parse(row.since()),
                        row.peaks().stream()
                                .map(p -> p.split(" ", -1))
                                .map(p -> new Memory.DemandPeak(Instant.parse(p[0]), Double.parseDouble(p[1])))
                                .toList(),
                        row.scalings().stream()
                                .map(s -> s.split(" ", -1))
                                .map(s -> new Memory.Scaling(
                                        Instant.parse(s[0]), Integer.parseInt(s[1]), Integer.parseInt(s[2])))
                                .toList(),
                        null,
                        List.of())));
        return new Memory(Integer.parseInt(text.substring(0, end)), variants);
    }
}
