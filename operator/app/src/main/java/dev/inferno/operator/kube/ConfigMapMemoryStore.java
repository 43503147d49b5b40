package dev.inferno.operator.kube;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.inferno.cycle.LostConnection;
import dev.inferno.cycle.MemoryStore;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.Memory.VariantMemory;
import io.kubernetes.client.openapi.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory in sixteen ConfigMaps {@code inferno-state-<n>} of the operator's namespace.
 *
 * <p>A new scaling or variant is written at once; what only expired at most every ten minutes; peaks of demand never cause a
 * write, they go along with one. {@link #release} writes everything, before the lease is given up. Thread-safety: all
 * methods may be called by any thread, one at a time.
 */
public final class ConfigMapMemoryStore implements MemoryStore {

    static final String PREFIX = "inferno-state-";

    private static final Logger LOG = LoggerFactory.getLogger(ConfigMapMemoryStore.class);
    private static final String LABEL = "inferno.llmd.ai/state";
    private static final Duration LEISURE = Duration.ofMinutes(10);

    private final FencedWrites api;
    private final MemoryCodec codec;
    private final InstantSource clock;
    private final String namespace;
    private final String key;
    private final MemoryShard[] shards = new MemoryShard[MemoryShard.COUNT];
    private @Nullable Memory current;

    public ConfigMapMemoryStore(
            KubeConnection connection, KubeSettings settings, Fence fence, MemoryCodec codec, InstantSource clock) {
        this(new FencedWrites(connection.requests(), fence), settings, codec, clock);
    }

    ConfigMapMemoryStore(FencedWrites api, KubeSettings settings, MemoryCodec codec, InstantSource clock) {
        this.api = api;
        this.codec = codec;
        this.clock = clock;
        this.namespace = settings.namespace();
        this.key = settings.controllerInstance() == null ? "memory" : "memory-" + settings.controllerInstance();
        Arrays.fill(shards, MemoryShard.ABSENT);
    }

    /** Reads the ConfigMaps the first time; call it only once this process leads, or a leader's last words are missed. */
    @Override
    public synchronized Memory load() {
        if (current == null) {
            current = read();
        }
        return current;
    }

    private Memory read() {
        JsonObject list;
        try {
            list = api.get(ApiPaths.configMaps(namespace) + "?labelSelector=" + LABEL);
        } catch (ApiException e) {
            throw new LostConnection("cannot read the memory of earlier decisions: " + ApiErrors.message(e), e);
        }
        SortedMap<String, VariantMemory> variants = new TreeMap<>();
        for (JsonElement item : list.getAsJsonArray("items")) {
            Memory part = readShard(item.getAsJsonObject());
            if (part.schema() > Memory.SCHEMA) {
                LOG.warn("Memory was written by a newer version (schema {}); starting without", part.schema());
                return Memory.EMPTY;
            }
            variants.putAll(part.variants());
        }
        return new Memory(Memory.SCHEMA, variants);
    }

    private Memory readShard(JsonObject map) {
        JsonObject metadata = map.getAsJsonObject("metadata");
        String name = metadata.get("name").getAsString();
        int index = index(name);
        if (index < 0) {
            return Memory.EMPTY;
        }
        String version = metadata.get("resourceVersion").getAsString();
        shards[index] = new MemoryShard(version, Memory.EMPTY, Instant.EPOCH);
        JsonObject data = map.has("data") ? map.getAsJsonObject("data") : new JsonObject();
        if (!data.has(key + ".json") || !data.has(key + ".written")) {
            return Memory.EMPTY;
        }
        try {
            Instant written = Instant.parse(data.get(key + ".written").getAsString());
            boolean released = data.has(key + ".released")
                    && data.get(key + ".released").getAsString().equals("true");
            Memory stored = codec.read(data.get(key + ".json").getAsString());
            shards[index] = new MemoryShard(version, stored, written);
            return MemoryShard.believed(stored, written, released, clock.instant());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            LOG.warn("ConfigMap {}/{} cannot be read and counts as missing: {}", namespace, name, e.getMessage());
            return Memory.EMPTY;
        }
    }

    private static int index(String name) {
        for (int i = 0; i < MemoryShard.COUNT; i++) {
            if (name.equals(PREFIX + i)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public synchronized void keep(Memory memory) {
        current = memory;
        SideBySide.forEach(indices(), i -> {
            Memory part = MemoryShard.part(memory, i);
            Instant leisurely = shards[i].writtenAt().plus(LEISURE);
            if (shards[i].lacksDecision(part) || (shards[i].isStale(part) && leisurely.isBefore(clock.instant()))) {
                write(i, part, false);
            }
        });
    }

    /** Of the shards: no two share a ConfigMap. */
    private static List<Integer> indices() {
        return IntStream.range(0, MemoryShard.COUNT).boxed().toList();
    }

    /** Writes everything that is not stored yet; call it after the last cycle and before the lease is released. */
    public synchronized void release() {
        Memory last = current;
        if (last == null) {
            return;
        }
        SideBySide.forEach(indices(), i -> {
            Memory part = MemoryShard.part(last, i);
            if (!part.variants().isEmpty() || !shards[i].stored().variants().isEmpty()) {
                write(i, part, true);
            }
        });
    }

    private void write(int index, Memory part, boolean released) {
        try {
            writeOrThrow(index, part, released);
        } catch (NotLeader e) {
            LOG.debug("Memory not written: {}", e.getMessage());
        } catch (ApiException e) {
            LOG.warn(
                    "Memory {}/{}{} not written, next cycle tries again: {}",
                    namespace,
                    PREFIX,
                    index,
                    ApiErrors.message(e));
            if (ApiErrors.isConflict(e) || ApiErrors.isNotFound(e)) {
                refresh(index);
            }
        }
    }

    private void writeOrThrow(int index, Memory part, boolean released) throws ApiException, NotLeader {
        Instant now = clock.instant();
        JsonObject data = new JsonObject();
        data.addProperty(key + ".json", codec.write(part));
        data.addProperty(key + ".written", now.toString());
        data.addProperty(key + ".released", Boolean.toString(released));
        JsonObject metadata = new JsonObject();
        JsonObject map = new JsonObject();
        map.add("metadata", metadata);
        map.add("data", data);
        JsonObject answer;
        if (shards[index].resourceVersion() == null) {
            JsonObject labels = new JsonObject();
            labels.addProperty(LABEL, "memory");
            metadata.addProperty("name", PREFIX + index);
            metadata.add("labels", labels);
            answer = api.create(ApiPaths.configMaps(namespace), map);
        } else {
            metadata.addProperty("resourceVersion", shards[index].resourceVersion());
            answer = api.mergePatch(ApiPaths.configMaps(namespace) + "/" + PREFIX + index, map);
        }
        String version =
                answer.getAsJsonObject("metadata").get("resourceVersion").getAsString();
        shards[index] = new MemoryShard(version, part, now);
    }

    /** Somebody else wrote, such as another installation in this namespace, under its own keys. */
    private void refresh(int index) {
        try {
            JsonObject map = api.get(ApiPaths.configMaps(namespace) + "/" + PREFIX + index);
            String version =
                    map.getAsJsonObject("metadata").get("resourceVersion").getAsString();
            shards[index] = new MemoryShard(version, shards[index].stored(), shards[index].writtenAt());
        } catch (ApiException e) {
            shards[index] = ApiErrors.isNotFound(e) ? MemoryShard.ABSENT : shards[index];
        }
    }
}
