package dev.inferno.documents;

import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.function.Function;

/**
 * Single values of documents, strictly: a number is no text, a text no number, and what a whole number cannot hold is
 * refused, where Gson would cut it off. Every complaint names the value and what is allowed.
 */
final class Scalars {

    private static final TypeAdapter<String> TEXT = new TypeAdapter<>() {
        @Override
        public void write(JsonWriter out, String value) throws IOException {
            out.value(value);
        }

        @Override
        public String read(JsonReader in) throws IOException {
            return text(in, "a text");
        }
    };

    private Scalars() {}

    static GsonBuilder register(GsonBuilder builder) {
        var whole = number(text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE), "a whole number");
        var wide = number(text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE), "a whole number");
        var real = number(Scalars::finite, "a number");
        return builder.registerTypeAdapter(String.class, TEXT)
                .registerTypeAdapter(boolean.class, new Flag())
                .registerTypeAdapter(Boolean.class, new Flag())
                .registerTypeAdapter(int.class, whole)
                .registerTypeAdapter(Integer.class, whole)
                .registerTypeAdapter(long.class, wide)
                .registerTypeAdapter(Long.class, wide)
                .registerTypeAdapter(double.class, real)
                .registerTypeAdapter(Double.class, real);
    }

    static String text(JsonReader in, String allowed) throws IOException {
        JsonToken found = in.peek();
        if (found == JsonToken.STRING) {
            return in.nextString();
        }
        boolean unquoted = found == JsonToken.NUMBER || found == JsonToken.BOOLEAN;
        throw refused(in, allowed + (unquoted ? ", in quotes" : ""));
    }

    static double number(JsonReader in) throws IOException {
        if (in.peek() != JsonToken.NUMBER) {
            throw refused(in, "a number");
        }
        return finite(in.nextString());
    }

    /** The complaint about the value that comes next. */
    static BadDocument refused(JsonReader in, String allowed) throws IOException {
        String seen = switch (in.peek()) {
            case STRING -> "\"" + in.nextString() + "\"";
            case NUMBER -> in.nextString();
            case BOOLEAN -> String.valueOf(in.nextBoolean());
            case NULL -> "null";
            case BEGIN_ARRAY -> "a list";
            default -> "an object";
        };
        return new BadDocument(seen + " must be " + allowed);
    }

    private static <T extends Number> TypeAdapter<T> number(Function<String, T> parse, String allowed) {
        return new TypeAdapter<>() {
            @Override
            public void write(JsonWriter out, T value) throws IOException {
                out.value(value);
            }

            @Override
            public T read(JsonReader in) throws IOException {
                if (in.peek() != JsonToken.NUMBER) {
                    throw refused(in, allowed);
                }
                return parse.apply(in.nextString());
            }
        };
    }

    private static double finite(String text) {
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new BadDocument(text + " must be a finite number");
        }
        return value;
    }

    /** 3.0 and 3e2 are whole numbers too, as JSON Schema has it. */
    private static long whole(String text, long least, long most) {
        finite(text);
        BigDecimal value = new BigDecimal(text);
        if (value.compareTo(BigDecimal.valueOf(least)) < 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw new BadDocument(text + " must be a whole number from " + least + " to " + most);
        }
        try {
            return value.longValueExact();
        } catch (ArithmeticException fraction) {
            throw new BadDocument(text + " must be a whole number");
        }
    }

    private static final class Flag extends TypeAdapter<Boolean> {

        @Override
        public void write(JsonWriter out, Boolean value) throws IOException {
            out.value(value);
        }

        @Override
        public Boolean read(JsonReader in) throws IOException {
            if (in.peek() != JsonToken.BOOLEAN) {
                throw refused(in, "true or false");
            }
            return in.nextBoolean();
        }
    }
}
