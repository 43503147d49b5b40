package dev.inferno.documents;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The records of the core as JSON and back, exactly: what is written reads back equal, and equal records give equal bytes.
 *
 * <p>Complexity: linear in the document. Thread-safety: stateless.
 */
public final class RecordJson {

    private static final Gson COMPACT = builder().create();
    private static final Gson PRETTY = builder().setPrettyPrinting().create();

    private RecordJson() {}

    /** One line. */
    public static String write(Object record) {
        return COMPACT.toJson(record);
    }

    /** Indented, with a final newline. */
    public static String writePretty(Object record) {
        return PRETTY.toJson(record) + "\n";
    }

    /** As YAML, block style. */
    public static String writeYaml(Object record) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        Object plain = COMPACT.fromJson(COMPACT.toJson(record), Object.class);
        return new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options).dump(plain);
    }

    /** @throws BadDocument naming the field's path, its value and what is allowed */
    public static <T> T read(String json, Class<T> type) {
        return read(StrictJson.parse(json), type);
    }

    static <T> T read(JsonElement json, Class<T> type) {
        try {
            return COMPACT.getAdapter(type).fromJsonTree(json);
        } catch (BadDocument e) {
            throw e.readable();
        }
    }

    private static GsonBuilder builder() {
        return Scalars.register(new GsonBuilder())
                .setStrictness(Strictness.STRICT)
                .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
                .disableHtmlEscaping()
                // Gson asks the last registered first: what is special comes after what is general.
                .registerTypeAdapterFactory(new RecordAdapterFactory())
                .registerTypeAdapter(Instant.class, text(Instant::parse, "a time such as 2026-01-01T00:00:00Z"))
                .registerTypeAdapter(Duration.class, text(Duration::parse, "a duration such as PT30S"))
                .registerTypeAdapter(dev.inferno.serving.TokenCount.class, new TokenCountAdapter())
                .registerTypeAdapter(Quantity.class, new Quantity.Adapter())
                .registerTypeAdapterFactory(new SealedAdapterFactory())
                .registerTypeAdapterFactory(new EnumNames())
                .registerTypeAdapterFactory(new ListAdapterFactory())
                .registerTypeAdapterFactory(new MapAdapterFactory());
    }

    private static <T> TypeAdapter<T> text(Function<String, T> parse, String allowed) {
        return new TypeAdapter<>() {
            @Override
            public void write(JsonWriter out, T value) throws IOException {
                out.value(value.toString());
            }

            @Override
            public T read(JsonReader in) throws IOException {
                String text = Scalars.text(in, allowed);
                try {
                    return parse.apply(text);
                } catch (DateTimeException e) {
                    throw new BadDocument(text + " must be " + allowed);
                }
            }
        };
    }
}
